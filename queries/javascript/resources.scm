; being written
