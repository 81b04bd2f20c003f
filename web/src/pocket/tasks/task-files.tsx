import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { useWords } from "../../ui/language";
import { may } from "../session";

type Files = Awaited<ReturnType<typeof filesOf>>;

function filesOf(id: string) {
  return data(api.GET("/api/hazards/{id}/files", { params: { path: { id } } })).then((list) => list.items ?? []);
}

/** Before and after: what the reporter gave, and what those gave who work on it. */
export function TaskFiles({ id, version }: { id: string; version: string }) {
  const words = useWords();
  const say = words.pocket.tasks;
  const [files, setFiles] = useState<Files>([]);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let shown = true;
    filesOf(id)
      .then((found) => shown && setFiles(found))
      // Without network there are no pictures; they are kept nowhere on the phone.
      .catch(() => undefined);
    return () => {
      shown = false;
    };
  }, [id, version, round]);
  const release = (file: string) =>
    data(api.POST("/api/files/{id}/release", { params: { path: { id: file } } }))
      .then(() => setRound((n) => n + 1))
      .catch(() => undefined);
  const side = (work: boolean) => files.filter((file) => (file.side === "work") === work && file.media_type.startsWith("image/"));
  return (
    <>
      {[false, true].map((work) => {
        const shown = side(work);
        if (shown.length === 0) return null;
        return (
          <section key={String(work)} className="photos" aria-label={work ? say.after : say.before}>
            <h2>{work ? say.after : say.before}</h2>
            <ul>
              {shown.map((file, i) => (
                <li key={file.id}>
                  <img src={`/api/files/${file.id}`} alt={words.pocket.photos.one(i + 1)} loading="lazy" width={file.width ?? 96} height={file.height ?? 96} />
                  {!file.released && may("accept_hazard") && (
                    <button type="button" className="text-button" aria-label={`${say.release} ${words.pocket.photos.one(i + 1)}`} onClick={() => void release(file.id)}>
                      {say.release}
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {shown.some((file) => !file.released) && <p className="quiet">{say.releaseHint}</p>}
          </section>
        );
      })}
    </>
  );
}
