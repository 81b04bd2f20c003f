import { App, Button } from "antd";
import { useRef, useState } from "react";
import { asProblem } from "../../api/problem";
import { problemText } from "../../ui/state-panel";
import { useAttachFile } from "./file-queries";
import { useWords } from "../shell/words";

const TAKEN = "image/jpeg,image/png,image/webp,audio/mp4,audio/x-m4a,audio/ogg,audio/webm,audio/mpeg,audio/wav,.m4a,.ogg,.webm,.mp3,.wav";

/** One after another: a slow line loses one file, not all of them. */
export function AttachFiles({ hazard }: { hazard: string }) {
  const words = useWords();
  const say = words.files;
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const attach = useAttachFile(hazard);
  const [at, setAt] = useState<{ n: number; all: number }>();
  const [refused, setRefused] = useState<string[]>([]);

  const send = async (files: File[]) => {
    const lines: string[] = [];
    for (const [i, file] of files.entries()) {
      setAt({ n: i + 1, all: files.length });
      await attach.mutateAsync(file).catch((error: unknown) => lines.push(say.refused(file.name, problemText(asProblem(error), words))));
    }
    setAt(undefined);
    setRefused(lines);
    if (lines.length < files.length) void message.success(say.attached(files.length - lines.length));
  };

  return (
    <div className="attach">
      <input
        ref={input}
        id="attach-input"
        type="file"
        multiple
        hidden
        accept={TAKEN}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file again is a change as well.
          event.target.value = "";
          if (files.length > 0) void send(files);
        }}
      />
      <Button loading={at !== undefined} aria-describedby="attach-hint" onClick={() => input.current?.click()}>
        {at ? say.attaching(at.n, at.all) : say.attach}
      </Button>
      <p id="attach-hint" className="quiet small">
        {say.attachHint}
      </p>
      <div role="alert">
        {refused.map((line) => (
          <p key={line} className="refused">
            {line}
          </p>
        ))}
      </div>
    </div>
  );
}
