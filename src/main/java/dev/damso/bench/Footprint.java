package dev.damso.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this process holds at a moment.
 *
 * @param liveMb reachable objects
 * @param residentMb all memory, native too
 * @param openFiles and sockets
 */
record Footprint(double liveMb, double residentMb, int threads, long openFiles) {
  /** Now, after a collection. */
  static Footprint now() {
    return new Footprint(
        Machine.liveMb(), Machine.residentMb(), Machine.threads(), Machine.openFiles());
  }

  /** For JSON. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("live_mb", Report.round(liveMb));
    map.put("resident_mb", Report.round(residentMb));
    map.put("threads", threads);
    map.put("open_files", openFiles);
    return map;
  }
}
