import { Button, Modal } from "antd";
import { useWords } from "../shell/words";

export function GaugeSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const say = useWords().gauges.secret;
  return (
    <Modal open title={say.title} footer={null} destroyOnHidden closable={false} mask={{ closable: false }} onCancel={onClose}>
      <p>{say.what}</p>
      <p>
        <code className="source-address">{secret}</code>
      </p>
      <Button type="primary" size="large" onClick={onClose}>
        {say.done}
      </Button>
    </Modal>
  );
}
