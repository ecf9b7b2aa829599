import { apiUrl, upload } from "./client";

export interface Attachment {
  id: string;
  name: string;
  size_bytes: number;
  sha256: string;
  media_type: string;
  created_at: string;
  checklist_code: string | null;
  uploaded_by: string;
  captured_at: string | null;
  /** Who said when it was made: the camera in the file, or the device that sent it. */
  captured_by: "camera" | "device" | null;
  source: "desk" | "phone" | "link";
  has_preview: boolean;
  is_playable: boolean;
  /** Retention erased the bytes. */
  deleted_at: string | null;
}

export const addAttachment = (
  id: string,
  file: File,
  item: string | null,
  onProgress?: (sentBytes: number) => void,
) => {
  const form = new FormData();
  form.append("file", file, file.name);
  if (item) form.append("checklist_code", item);
  return upload<Attachment>(`/cases/${id}/attachments`, form, onProgress);
};
export const attachmentUrl = (id: string) => apiUrl(`/attachments/${id}`);
