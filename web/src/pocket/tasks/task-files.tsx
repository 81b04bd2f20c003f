import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { usePageWords, useWords } from "../../ui/language";
import { voiceWords } from "../../words/voice";
import { may } from "../session";
import { TaskSound } from "./task-sound";

type Files = Awaited<ReturnType<typeof filesOf>>;

const isPicture = (file: Files[number]) => file.media_type.startsWith("image/");

function filesOf(id: string) {
  return data(api.GET("/api/hazards/{id}/files", { params: { path: { id } } })).then((list) => list.items ?? []);
}

/** Before and after: what the reporter gave, and what those gave who work on it. Pictures are seen at once, a voice note is fetched to be heard. */
export function TaskFiles({ id, version }: { id: string; version: string }) {
  const words = useWords();
  const say = words.pocket.tasks;
  const own = usePageWords(voiceWords);
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
  const releaseButton = (file: Files[number], what: string) =>
    !file.released &&
    may("accept_hazard") && (
      <button type="button" className="text-button" aria-label={`${say.release} ${what}`} onClick={() => void release(file.id)}>
        {say.release}
      </button>
    );
  return (
    <>
      {[false, true].map((work) => {
        const shown = files.filter((file) => (file.side === "work") === work);
        const pictures = shown.filter(isPicture);
        const sounds = shown.filter((file) => !isPicture(file));
        if (shown.length === 0) return null;
        return (
          <section key={String(work)} className="photos" aria-label={work ? say.after : say.before}>
            <h2>{work ? say.after : say.before}</h2>
            {pictures.length > 0 && (
              <ul>
                {pictures.map((file, i) => (
                  <li key={file.id}>
                    <img src={`/api/files/${file.id}`} alt={words.pocket.photos.one(i + 1)} loading="lazy" width={file.width ?? 96} height={file.height ?? 96} />
                    {releaseButton(file, words.pocket.photos.one(i + 1))}
                  </li>
                ))}
              </ul>
            )}
            {sounds.map((file, i) => (
              <div key={file.id}>
                <TaskSound file={file.id} type={file.media_type} n={i + 1} />
                {releaseButton(file, own.listenTo(String(i + 1)))}
              </div>
            ))}
            {shown.some((file) => !file.released) && <p className="quiet">{say.releaseHint}</p>}
          </section>
        );
      })}
    </>
  );
}
