import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { FileView } from "../../api/types";
import { uploadFile } from "./upload-file";

/** Under the hazard's own key: what makes the hazard stale makes its files stale. */
const key = (hazard: string) => ["hazard", hazard, "files"];

export const fileAddress = (file: FileView) => `/api/files/${file.id}`;

export function useFiles(hazard: string) {
  return useQuery({
    queryKey: key(hazard),
    queryFn: async () => (await data(api.GET("/api/hazards/{id}/files", { params: { path: { id: hazard } } }))).items,
  });
}

export function useReleaseFile(hazard: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => data(api.POST("/api/files/{id}/release", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: key(hazard) }),
  });
}

/** Uploads and attaches one file. What was uploaded and never attached is deleted by the server within a day. */
export function useAttachFile(hazard: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const id = await uploadFile(file);
      return data(api.POST("/api/hazards/{id}/files", { params: { path: { id: hazard } }, body: { file: id } }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: key(hazard) }),
  });
}
