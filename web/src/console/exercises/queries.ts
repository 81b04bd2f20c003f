import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type Exercise = Schemas["ExerciseView"];
export type ExerciseDetail = Schemas["ExerciseDetail"];
export type Report = Schemas["ExerciseReport"];
export type Scenario = Schemas["ScenarioView"];
export type Course = Schemas["CourseWord"];
export type Lag = Schemas["ExerciseLag"];
export type CourseMeasures = Schemas["CourseMeasures"];

/** In this order they are played and stand side by side. */
export const COURSES: Course[] = ["as_it_was", "as_planned", "without_network"];

/** Whether it still goes on, and may change by itself. */
export const goesOn = (one: Exercise) => one.ended_at == null;

export function useScenarios() {
  return useQuery({ queryKey: ["scenarios"], queryFn: () => data(api.GET("/api/scenarios")), staleTime: Infinity });
}

export function useExercises() {
  return useInfiniteQuery({
    queryKey: ["exercises"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => data(api.GET("/api/exercises", { params: { query: { limit: 50, ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** While it is played its clock is asked for every second: that is no event of the journal. */
export function useExercise(id: string) {
  return useQuery({
    queryKey: ["exercise", id],
    queryFn: () => data(api.GET("/api/exercises/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && goesOn(state.data.exercise) ? 1000 : false),
  });
}

function useStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSettled: () => Promise.all(["exercises", "exercise"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** The id is the key too: sent again after a lost answer, it begins once. */
export const useBegin = () =>
  useStep((body: Schemas["ExerciseOrder"]) => data(api.POST("/api/exercises", { params: { header: { "Idempotency-Key": body.id } }, body })));

export const useEnd = () => useStep((id: string) => data(api.POST("/api/exercises/{id}/end", { params: { path: { id } } })));

export const askForPdf = (id: string, lang: "zh" | "en") => data(api.POST("/api/exercises/{id}/report", { params: { path: { id }, query: { lang } } }));
