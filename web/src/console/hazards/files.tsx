import { App, Button } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { FileView, HazardDetail } from "../../api/types";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useSession } from "../shell/session";
import { AttachFiles } from "./attach-files";
import { fileAddress, useFiles, useReleaseFile } from "./file-queries";
import { PhotoViewer } from "./photo-viewer";
import { OPEN_STATES } from "./states";
import { useWords } from "../shell/words";

/** Whoever may do one of these may show how it looks; the server holds the same rule. */
const WORK = ["accept_hazard", "control_hazard", "rectify_hazard", "verify_hazard"];

export const isPhoto = (file: FileView) => file.media_type.startsWith("image/");

/** Photos and voice notes: small ones to look at, large ones on demand, and who may see them. */
export function Files({ detail: { hazard } }: { detail: HazardDetail }) {
  const words = useWords();
  const say = words.files;
  const session = useSession();
  const files = useFiles(hazard.id);
  const [shown, setShown] = useState<number>();
  const photos = (files.data ?? []).filter(isPhoto);
  const voices = (files.data ?? []).filter((file) => !isPhoto(file));
  const mayAttach = OPEN_STATES.includes(hazard.state) && WORK.some((word) => session?.permissions.includes(word));
  if (files.data?.length === 0 && !mayAttach) return null;
  return (
    <section className="block files" aria-labelledby="files-title">
      <h2 id="files-title">{say.title}</h2>
      {files.isError && <p role="alert">{say.failed}</p>}
      {files.data?.length === 0 && <p className="quiet">{say.none}</p>}
      {photos.length > 0 && (
        <ul className="photos">
          {photos.map((file, i) => (
            <li key={file.id}>
              <Photo file={file} n={i + 1} all={photos.length} onOpen={() => setShown(i)} />
              <Release hazard={hazard.id} file={file} what={say.photo(i + 1, photos.length)} />
            </li>
          ))}
        </ul>
      )}
      {voices.length > 0 && (
        <ul className="voices">
          {voices.map((file, i) => (
            <li key={file.id}>
              <Voice file={file} what={say.voice(i + 1)} />
              <Release hazard={hazard.id} file={file} what={say.voice(i + 1)} />
            </li>
          ))}
        </ul>
      )}
      {mayAttach && <AttachFiles hazard={hazard.id} />}
      {files.data && files.data.length > 0 && <p className="print-only">{say.notPrinted(files.data.length)}</p>}
      <PhotoViewer photos={photos} at={shown} onMove={setShown} onClose={() => setShown(undefined)} />
    </section>
  );
}

function Photo({ file, n, all, onOpen }: { file: FileView; n: number; all: number; onOpen: () => void }) {
  const say = useWords().files;
  const f = useFormat();
  const [broken, setBroken] = useState(false);
  const alt = say.photoAlt(n, all, say.side[file.side ?? ""] ?? "", f.dateTime(file.created_at));
  return (
    <button type="button" className="photo" aria-label={`${say.enlarge(n)}. ${alt}`} title={alt} onClick={onOpen}>
      {broken ? (
        <span className="quiet small">{say.broken}</span>
      ) : (
        // The size is known beforehand, so that nothing jumps when it arrives.
        <img src={fileAddress(file)} alt="" width={file.width ?? undefined} height={file.height ?? undefined} loading="lazy" onError={() => setBroken(true)} />
      )}
    </button>
  );
}

function Voice({ file, what }: { file: FileView; what: string }) {
  const say = useWords().files;
  const f = useFormat();
  return (
    <>
      <div className="quiet small">
        {what} · {say.side[file.side ?? ""]} · <span className="num">{f.dateTime(file.created_at)}</span> ·{" "}
        <span className="num">{say.bytes(f.number(Math.ceil(file.bytes / 1000)))}</span> ·{" "}
        <a href={fileAddress(file)} download aria-label={say.downloadWhich(what)}>
          {say.download}
        </a>
      </div>
      <audio controls preload="none" src={fileAddress(file)} aria-label={what} />
    </>
  );
}

/** A file that not everybody sees yet, and the button for those who decide it. */
export function Release({ hazard, file, what }: { hazard: string; file: FileView; what: string }) {
  const words = useWords();
  const say = words.files;
  const { message } = App.useApp();
  const session = useSession();
  const release = useReleaseFile(hazard);
  if (file.released) return null;
  const may = session?.permissions.includes("accept_hazard") ?? false;
  const fail = (error: unknown) => void message.error(problemText(asProblem(error), words));
  return (
    <div className="release">
      <span className="tag" title={say.unreleasedWhy}>
        {say.unreleased}
      </span>
      {may && (
        <Button size="small" loading={release.isPending} aria-label={say.releaseWhich(what)} title={say.unreleasedWhy} onClick={() => release.mutate(file.id, { onError: fail, onSuccess: () => void message.success(say.released) })}>
          {say.release}
        </Button>
      )}
    </div>
  );
}
