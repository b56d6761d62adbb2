#!/usr/bin/env python3
"""A person's film made ready to learn from: prepare.py FILM.mp4 WORK_FOLDER [--still SECONDS]

Finds the face in each picture (MediaPipe), cuts out the lower face at 160 x 160, and hears the sound. The film begins
with SECONDS (6) of sitting still with the mouth shut: they become the avatar's body. Writes into the folder:

  crops.mp4   the cut-outs, 25 a second     mel.npy    uint8 [T, 80], see sound.py
  base.mp4    the still part, whole         work.json  boxes of all pictures: left, top, side in pixels
"""
import argparse
import json
import pathlib
import subprocess
import sys

import cv2
import numpy as np

from sound import FPS, log_mel, read

SIZE = 160
SUBNASAL, LEFT, RIGHT = 2, 234, 454  # landmarks that do not move when one speaks
SIDE, ABOVE = 0.84, 0.22  # of the face's width; of the side


def find_faces(film):
    """float [pictures, 3]: x and y under the nose, width of the face; NaN where there is none."""
    import mediapipe
    finder = mediapipe.solutions.face_mesh.FaceMesh(max_num_faces=1, min_detection_confidence=0.5)
    rows = []
    for picture in pictures(film):
        h, w = picture.shape[:2]
        found = finder.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)).multi_face_landmarks
        if not found:
            rows.append((np.nan,) * 3)
            continue
        at = lambda i: np.array([found[0].landmark[i].x * w, found[0].landmark[i].y * h])
        rows.append((*at(SUBNASAL), np.linalg.norm(at(LEFT) - at(RIGHT))))
    return np.array(rows)


def pictures(film):
    reader = cv2.VideoCapture(str(film))
    if abs(reader.get(cv2.CAP_PROP_FPS) - FPS) > 0.01:
        sys.exit(f"prepare: {film} has {reader.get(cv2.CAP_PROP_FPS):.2f} pictures a second. Convert it first: "
                 f"ffmpeg -i {film} -r {FPS} -c:v libx264 -crf 12 -c:a copy film25.mp4")
    while True:
        more, picture = reader.read()
        if not more:
            return
        yield picture


def smooth(values, sigma):
    reach = int(3 * sigma) + 1
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.convolve(np.pad(values, reach, mode="edge"), kernel / kernel.sum(), mode="valid")


def boxes(faces):
    """float [pictures, 3]: left, top and side of each cut-out, pixels."""
    missing = np.isnan(faces[:, 0])
    if missing.mean() > 0.05:
        sys.exit(f"prepare: no face in {100 * missing.mean():.0f} % of the pictures. Film one face, lit, looking at the camera")
    known = np.flatnonzero(~missing)
    filled = np.stack([np.interp(np.arange(len(faces)), known, faces[known, k]) for k in range(3)], 1)
    side = SIDE * smooth(filled[:, 2], 25)
    x, y = smooth(filled[:, 0], 1.2), smooth(filled[:, 1], 1.2)
    return np.stack([x - side / 2, y - ABOVE * side, side], 1)


def cut(picture, box):
    """[160, 160, 3]; pixel centres as Damso takes them."""
    left, top, side = box
    scale = side / SIZE
    matrix = np.array([[scale, 0, left + scale / 2 - 0.5], [0, scale, top + scale / 2 - 0.5]])
    return cv2.warpAffine(picture, matrix, (SIZE, SIZE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                          borderMode=cv2.BORDER_REPLICATE)


def writer(path, width, height, crf):
    return subprocess.Popen(["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{width}x{height}",
                             "-r", str(FPS), "-i", "-", "-c:v", "libx264", "-preset", "medium", "-crf", str(crf),
                             "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(path)], stdin=subprocess.PIPE)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("film", type=pathlib.Path)
    arguments.add_argument("work", type=pathlib.Path)
    arguments.add_argument("--still", type=float, default=6, help="seconds of sitting still at the film's beginning (6)")
    a = arguments.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    where = boxes(find_faces(a.film))
    still = int(a.still * FPS)
    if len(where) < still + 30 * FPS:
        sys.exit("prepare: the film is too short: after the still part come two to five minutes of speech")
    crops, base = writer(a.work / "crops.mp4", SIZE, SIZE, 12), None
    for i, picture in enumerate(pictures(a.film)):
        crops.stdin.write(cut(picture, where[i]).tobytes())
        if i < still:
            base = base or writer(a.work / "base.mp4", picture.shape[1], picture.shape[0], 15)
            base.stdin.write(picture.tobytes())
    for process in (crops, base):
        process.stdin.close()
        process.wait()
    np.save(a.work / "mel.npy", log_mel(read(a.film)))
    (a.work / "work.json").write_text(json.dumps(dict(fps=FPS, still=still, boxes=np.round(where, 3).tolist())))
    print(f"{len(where)} pictures, face {where[:, 2].min():.0f} to {where[:, 2].max():.0f} pixels, in {a.work}")


if __name__ == "__main__":
    main()
