import { Button } from "antd";
import { BriefDialog } from "../shell/brief-dialog";
import { useWords } from "../shell/words";

export function GaugeSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const say = useWords().gauges.secret;
  return (
    <BriefDialog title={say.title} closable={false} mask={{ closable: false }} keyboard={false} onCancel={onClose}>
      <p>{say.what}</p>
      <p>
        <code className="source-address">{secret}</code>
      </p>
      <Button type="primary" size="large" onClick={onClose}>
        {say.done}
      </Button>
    </BriefDialog>
  );
}
