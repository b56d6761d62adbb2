package dev.damso.stt;

import java.util.List;

/** What two passes in a row agree on counts as understood (Liu, Spanakis and Niehues 2020). */
final class LocalAgreement {
  private LocalAgreement() {}

  /** How many tokens at the beginning are the same. */
  static int agreed(List<Integer> a, List<Integer> b) {
    int n = 0;
    while (n < Math.min(a.size(), b.size()) && a.get(n).equals(b.get(n))) {
      n++;
    }
    return n;
  }
}
