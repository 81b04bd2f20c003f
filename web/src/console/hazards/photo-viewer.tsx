import { Button, Modal } from "antd";
import type { FileView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { fileAddress } from "./file-queries";
import { useWords } from "../shell/words";

interface Props {
  photos: FileView[];
  at: number | undefined;
  onMove: (at: number) => void;
  onClose: () => void;
}

/** One photo as large as the window. The kit's own viewer zooms and turns but has no place for what a photo is and where it came from. */
export function PhotoViewer({ photos, at, onMove, onClose }: Props) {
  const say = useWords().files;
  const f = useFormat();
  const photo = at === undefined ? undefined : photos[at];
  const move = (step: number) => {
    const next = (at ?? 0) + step;
    if (photos[next]) onMove(next);
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowRight") move(1);
    else if (event.key === "ArrowLeft") move(-1);
  };
  const n = (at ?? 0) + 1;
  return (
    <Modal open={photo !== undefined} onCancel={onClose} footer={null} width="min(1100px, 96vw)" centered destroyOnHidden title={say.photo(n, photos.length)}>
      {photo && (
        <div className="viewer" onKeyDown={onKey}>
          <img src={fileAddress(photo)} alt={say.photoAlt(n, photos.length, say.side[photo.side ?? ""] ?? "", f.dateTime(photo.created_at))} />
          <div className="viewer-foot">
            <Button disabled={n === 1} onClick={() => move(-1)}>
              {say.previous}
            </Button>
            <span className="quiet small num" aria-live="polite">
              {say.side[photo.side ?? ""]} · {f.dateTime(photo.created_at)}
              {photo.width != null && photo.height != null && ` · ${say.size(photo.width, photo.height)}`} · {say.bytes(f.number(Math.ceil(photo.bytes / 1000)))} ·{" "}
              <a href={fileAddress(photo)} download>
                {say.download}
              </a>
            </span>
            <Button disabled={n === photos.length} onClick={() => move(1)}>
              {say.next}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
