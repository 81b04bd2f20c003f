import { useNavigate } from "@tanstack/react-router";
import { Button, Modal } from "antd";
import { useRef, useState } from "react";
import { asProblem, type ApiProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { Finding } from "../shell/finding";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useImport } from "./queries";

interface Refused {
  name: string;
  problem: ApiProblem;
}

/** Takes a CAP file in. A refused one shows each thing that is wrong, so that whoever made it can mend it. */
export function ImportFile() {
  const words = useWords();
  const say = words.warnings.import;
  const tell = useTell();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const take = useImport();
  const [open, setOpen] = useState(false);
  const [refused, setRefused] = useState<Refused>();

  const send = (file: File) => {
    setRefused(undefined);
    take.mutate(file, {
      onSuccess: (warning) => {
        tell.done(say.done);
        setOpen(false);
        void navigate({ to: "/warnings/$id", params: { id: warning.id } });
      },
      onError: (error) => setRefused({ name: file.name, problem: asProblem(error) }),
    });
  };

  return (
    <>
      <Button onClick={() => setOpen(true)}>{say.open}</Button>
      <Modal title={say.open} open={open} footer={null} width={720} destroyOnHidden onCancel={() => setOpen(false)} afterClose={() => setRefused(undefined)}>
        <p>{say.what}</p>
        <input
          ref={input}
          id="cap-input"
          type="file"
          hidden
          accept=".xml,application/cap+xml,application/xml,text/xml"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file again, mended, is a change as well.
            event.target.value = "";
            if (file) send(file);
          }}
        />
        <Button type="primary" size="large" loading={take.isPending} onClick={() => input.current?.click()}>
          {say.choose}
        </Button>
        <div role="alert">{refused && <RefusedFile {...refused} />}</div>
      </Modal>
    </>
  );
}

function RefusedFile({ name, problem }: Refused) {
  const words = useWords();
  const say = words.warnings.import;
  const f = useFormat();
  const findings = problem.fields;
  if (findings.length === 0) return <p className="import-refused">{problemText(problem, words)}</p>;
  return (
    <>
      <p className="import-refused">{say.refused(name, f.number(findings.length))}</p>
      <div className="import-findings" tabIndex={0} role="group" aria-label={say.message}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.path}</th>
              <th scope="col">{say.message}</th>
              <th scope="col">{say.code}</th>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => (
              <tr key={`${finding.pointer} ${finding.code}`}>
                <td>{finding.pointer}</td>
                <td>
                  <Finding code={finding.code} detail={finding.detail} />
                </td>
                <td>{finding.code}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
