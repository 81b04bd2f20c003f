import { useNavigate } from "@tanstack/react-router";
import { Button, Checkbox, Modal, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { LoadingPanel, problemText } from "../../ui/state-panel";
import { useSession } from "../shell/session";
import { UnitPicker } from "../shell/unit-picker";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { COURSES, useBegin, useScenarios, type Scenario } from "./queries";

/** One dialog, sensible answers in it already: a press begins every course, so that they stand side by side. */
export function BeginExercise() {
  const say = useWords().exercises.begin;
  const [open, setOpen] = useState(false);
  const scenarios = useScenarios();
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say.open}
      </Button>
      <Modal title={say.open} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        {scenarios.data ? <Form scenarios={scenarios.data.items} onClose={() => setOpen(false)} /> : <LoadingPanel rows={4} />}
      </Modal>
    </>
  );
}

function Form({ scenarios, onClose }: { scenarios: Scenario[]; onClose: () => void }) {
  const words = useWords();
  const say = words.exercises;
  const f = useFormat();
  const tell = useTell();
  const navigate = useNavigate();
  const begin = useBegin();
  const [scenario, setScenario] = useState(scenarios[0]?.id ?? "");
  const session = useSession();
  // One's own area: the whole city is played for minutes.
  const [unit, setUnit] = useState(session?.postings[0]?.unit.id ?? scenarios[0]?.unit?.id);
  const [courses, setCourses] = useState(COURSES);
  const [speed, setSpeed] = useState("max");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!unit) missing.push({ field: "exercise-unit", text: say.begin.needUnit });
    if (courses.length === 0) missing.push({ field: "exercise-courses", text: say.begin.needCourse });
    setErrors(missing);
    if (!unit || missing.length > 0) return;
    try {
      let last: string | undefined;
      for (const course of COURSES.filter((one) => courses.includes(one))) {
        last = uuid7();
        await begin.mutateAsync({ id: last, scenario, course, unit, seed: 1, ...(speed !== "max" && { speed: Number(speed) }) });
      }
      tell.done(say.begin.done);
      onClose();
      if (courses.length === 1 && last) void navigate({ to: "/exercises/$id", params: { id: last } });
    } catch (error) {
      setErrors([{ field: "exercise-unit", text: problemText(asProblem(error), words) }]);
    }
  };
  return (
    <form className="action-form" noValidate onSubmit={(event) => void submit(event)}>
      <p>{say.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="exercise-scenario">{say.begin.scenario}</label>
      <Select id="exercise-scenario" value={scenario} options={scenarios.map((one) => ({ value: one.id, label: f.name(one.names) }))} onChange={setScenario} />
      <label htmlFor="exercise-unit">{say.begin.unit}</label>
      <UnitPicker id="exercise-unit" placeholder={say.begin.unitHint} value={unit} onChange={setUnit} />
      <p className="quiet small">{say.begin.unitTime}</p>
      <fieldset className="exercise-courses" id="exercise-courses" tabIndex={-1}>
        <legend>{say.begin.courses}</legend>
        <Checkbox.Group value={courses} onChange={setCourses}>
          {COURSES.map((course) => (
            <div key={course}>
              <Checkbox value={course}>{say.course[course]}</Checkbox>
              <p className="quiet small">{say.courseWhat[course]}</p>
            </div>
          ))}
        </Checkbox.Group>
      </fieldset>
      <label htmlFor="exercise-speed">{say.begin.speed}</label>
      <Select id="exercise-speed" value={speed} options={["max", "600", "60"].map((value) => ({ value, label: say.begin.speeds[value] }))} onChange={setSpeed} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={begin.isPending}>
          {say.begin.send}
        </Button>
      </div>
    </form>
  );
}
