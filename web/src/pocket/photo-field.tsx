import { useEffect, useRef } from "react";
import { useWords } from "../ui/language";
import type { Photo } from "./photo";
import type { usePhotos } from "./use-photos";

/** Take or choose pictures, see them small, take one out again. */
export function PhotoField({ title, hold }: { title: string; hold: ReturnType<typeof usePhotos> }) {
  const words = useWords();
  const say = words.pocket.photos;
  const camera = useRef<HTMLInputElement>(null);
  const album = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])];
    // Emptied, the same picture can be chosen again after it was removed.
    input.value = "";
    if (files.length > 0) void hold.add(files);
  };
  return (
    <section className="photos" aria-labelledby="photos-title">
      <h2 id="photos-title">{title}</h2>
      {hold.photos.length > 0 && (
        <ul>
          {hold.photos.map((photo, i) => (
            <li key={photo.id}>
              <Picture photo={photo} alt={say.one(i + 1)} />
              <button type="button" className="text-button" aria-label={say.removeOne(i + 1)} onClick={() => void hold.remove(photo.id)}>
                {words.pocket.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      {!hold.full && (
        <div className="two">
          <button type="button" className="secondary" disabled={hold.busy} onClick={() => camera.current?.click()}>
            {say.take}
          </button>
          <button type="button" className="secondary" disabled={hold.busy} onClick={() => album.current?.click()}>
            {say.choose}
          </button>
        </div>
      )}
      <input ref={camera} hidden type="file" accept="image/*" capture="environment" data-photo="camera" onChange={(event) => take(event.currentTarget)} />
      <input ref={album} hidden type="file" accept="image/*" multiple data-photo="album" onChange={(event) => take(event.currentTarget)} />
      <div aria-live="polite">
        {hold.busy && <p className="quiet">{say.busy}</p>}
        {hold.trouble ? <p className="error-box">{say.trouble[hold.trouble]}</p> : hold.full && <p className="quiet">{say.full}</p>}
      </div>
      <p className="quiet">{say.hint}</p>
    </section>
  );
}

export function Picture({ photo, alt }: { photo: Photo; alt: string }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([photo.jpeg], { type: "image/jpeg" }));
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [photo.jpeg]);
  return <img ref={image} alt={alt} width={96} height={96} />;
}
