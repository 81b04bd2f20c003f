import { Button, Modal } from "antd";
import { useRef, useState } from "react";
import { asProblem, type ApiProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { ColumnFault } from "../shell/finding";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useImportShelters } from "./queries";

/** Takes a CSV file in, all rows or none; a refused one shows each thing that is wrong. */
export function ImportShelters() {
  const words = useWords();
  const say = words.shelters.import;
  const f = useFormat();
  const tell = useTell();
  const input = useRef<HTMLInputElement>(null);
  const take = useImportShelters();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const send = async (file: File) => {
    setProblem(undefined);
    take.mutate(await file.text(), {
      onSuccess: ({ rows }) => {
        tell.done(say.done(f.number(rows)));
        setOpen(false);
      },
      onError: (error) => setProblem(asProblem(error)),
    });
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say.open}</Button>
      <Modal title={say.open} open={open} footer={null} width={720} destroyOnHidden onCancel={() => setOpen(false)} afterClose={() => setProblem(undefined)}>
        <p>{say.what}</p>
        <input
          ref={input}
          id="shelters-input"
          type="file"
          hidden
          accept=".csv,text/csv"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file again, mended, is a change as well.
            event.target.value = "";
            if (file) void send(file);
          }}
        />
        <Button type="primary" size="large" loading={take.isPending} onClick={() => input.current?.click()}>
          {say.choose}
        </Button>
        <div role="alert">
          {problem && <p className="import-refused">{problemText(problem, words)}</p>}
          {problem && problem.fields.length > 0 && (
            <div className="import-findings" tabIndex={0} role="group" aria-label={say.reason}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{say.row}</th>
                    <th scope="col">{say.reason}</th>
                  </tr>
                </thead>
                <tbody>
                  {problem.fields.map((field) => (
                    <tr key={`${field.pointer} ${field.detail}`}>
                      <td className="num">{field.pointer}</td>
                      <td>
                        <ColumnFault column={field.pointer.split("/").at(-1) ?? ""} detail={field.detail} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </div>
      </Modal>
    </>
  );
}
