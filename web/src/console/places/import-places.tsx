import { Button, Modal } from "antd";
import { useRef, useState } from "react";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { components } from "../../api/schema";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { Finding } from "../shell/finding";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useImportPlaces } from "./queries";

type Checked = components["schemas"]["PlaceImportView"];

/** A file is looked at first; only one without an error can be taken. */
export function ImportPlaces() {
  const words = useWords();
  const say = words.register.import;
  const f = useFormat();
  const tell = useTell();
  const input = useRef<HTMLInputElement>(null);
  const take = useImportPlaces();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File>();
  const [checked, setChecked] = useState<Checked>();
  const [problem, setProblem] = useState<ApiProblem>();

  const reset = () => {
    setFile(undefined);
    setChecked(undefined);
    setProblem(undefined);
  };
  const failed = (error: unknown) => setProblem(asProblem(error));
  const check = (chosen: File) => {
    reset();
    setFile(chosen);
    take.mutate({ file: chosen, dry: true }, { onSuccess: setChecked, onError: failed });
  };
  const send = (chosen: File) =>
    take.mutate(
      { file: chosen, dry: false },
      {
        onSuccess: (result) => {
          setChecked(result);
          if (!result.taken) return;
          tell.done(say.done(f.number(result.rows)));
          setOpen(false);
        },
        onError: failed,
      },
    );
  const faults = checked?.findings.filter(({ error }) => error).length ?? 0;

  return (
    <>
      <Button onClick={() => setOpen(true)}>{say.open}</Button>
      <Modal title={say.open} open={open} footer={null} width={760} destroyOnHidden onCancel={() => setOpen(false)} afterClose={reset}>
        <p>{say.what}</p>
        <input
          ref={input}
          id="places-input"
          type="file"
          hidden
          accept=".csv,.geojson,.json,text/csv,application/geo+json"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            // The same file again, mended, is a change as well.
            event.target.value = "";
            if (chosen) check(chosen);
          }}
        />
        <Button size="large" loading={take.isPending} onClick={() => input.current?.click()}>
          {say.choose}
        </Button>
        <div role="status">
          {problem && <p className="places-fault">{problemText(problem, words)}</p>}
          {/* Which column is missing, as the server says it. */}
          {problem?.fields.map(({ code, detail }) => (
            <p key={detail}>
              <Finding code={code} detail={detail} />
            </p>
          ))}
          {checked && <p>{faults > 0 ? say.refused(f.number(faults)) : say.checked(f.number(checked.rows), f.number(checked.new))}</p>}
        </div>
        {checked && checked.findings.length > 0 && <Findings checked={checked} />}
        {checked && file && faults === 0 && checked.rows > 0 && (
          <div className="form-buttons">
            <Button size="large" type="primary" loading={take.isPending} onClick={() => send(file)}>
              {say.take}
            </Button>
          </div>
        )}
      </Modal>
    </>
  );
}

function Findings({ checked }: { checked: Checked }) {
  const say = useWords().register.import;
  return (
    <div className="places-findings" tabIndex={0} role="group" aria-label={say.message}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.row}</th>
            <th scope="col">{say.field}</th>
            <th scope="col">{say.message}</th>
          </tr>
        </thead>
        <tbody>
          {checked.findings.map((finding, i) => (
            <tr key={i}>
              <td className="num">{finding.row}</td>
              <td>{finding.field}</td>
              <td>
                <strong>{finding.error ? say.error : say.warning}</strong> <Finding code={finding.code} detail={finding.message} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
