// Shows the colours of a picture.
import { useEffect, useState } from 'react';

import { COLOR_MODEL, requestOptions } from './clarifai';

export function Palette({ url }: { url: string }) {
  const [colors, setColors] = useState<string[]>([]);

  useEffect(() => {
    fetch(`https://api.clarifai.com/v2/models/${COLOR_MODEL}/outputs`, requestOptions(url))
      .then((response) => response.json())
      .then((body) => setColors(body.outputs[0].data.colors.map((it) => it.w3c.hex)));
  }, [url]);

  return <ul>{colors.map((color) => <li key={color}>{color}</li>)}</ul>;
}
