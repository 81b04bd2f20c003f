import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import type { BoardUnit, WarningView } from "../../api/types";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { allSilent } from "./board-queries";
import { SilentList, type Silent } from "./silent-list";

interface Props {
  warning: WarningView;
  callout: string;
  unit: BoardUnit;
}

/** The list that goes to whoever has a telephone and a pen when screens fail: to be had at any moment. */
export function PrintSilent({ warning, callout, unit }: Props) {
  const say = useWords().board;
  const tell = useTell();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [silent, setSilent] = useState<Silent>();
  useEffect(() => {
    if (!silent) return;
    const done = () => setSilent(undefined);
    addEventListener("afterprint", done);
    print();
    return () => removeEventListener("afterprint", done);
  }, [silent]);
  const read = async () => {
    setBusy(true);
    try {
      setSilent(await allSilent(client, callout, unit.id));
    } catch (error) {
      tell.failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button loading={busy} onClick={() => void read()}>
        {say.print}
      </Button>
      {/* Beside the page and not in it: on paper the list stands alone. */}
      {silent && createPortal(<SilentList warning={warning} unit={unit} silent={silent} />, document.body)}
    </>
  );
}
