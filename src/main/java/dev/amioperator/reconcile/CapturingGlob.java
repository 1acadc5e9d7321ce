package dev.amioperator.reconcile;

import java.util.BitSet;
import java.util.Optional;

/**
 * {@link Glob} with a part in parentheses that it captures, such as {@code (*)-????????}. If it
 * matches in several ways, the part before the parentheses takes as much as possible, then the part
 * in them. Takes pattern length times text length.
 */
public record CapturingGlob(String before, String captured, String after) {

  /**
   * Parses a pattern with a single pair of parentheses.
   *
   * @throws IllegalArgumentException without exactly one pair
   */
  public static CapturingGlob parse(String pattern) {
    int open = pattern.indexOf('(');
    int close = pattern.indexOf(')');
    boolean single =
        open >= 0
            && close > open
            && pattern.lastIndexOf('(') == open
            && pattern.lastIndexOf(')') == close;
    if (!single) {
      throw new IllegalArgumentException("not exactly one pair of parentheses: " + pattern);
    }
    return new CapturingGlob(
        pattern.substring(0, open),
        pattern.substring(open + 1, close),
        pattern.substring(close + 1));
  }

  /** The captured part of the text; empty: the whole text does not match. */
  public Optional<String> capture(String text) {
    BitSet starts = ends(before, text, 0);
    starts.and(starts(captured + after, text));
    if (starts.isEmpty()) {
      return Optional.empty();
    }
    int start = starts.length() - 1;
    BitSet ends = ends(captured, text, start);
    ends.and(starts(after, text));
    return Optional.of(text.substring(start, ends.length() - 1));
  }

  @Override
  public String toString() {
    return before + "(" + captured + ")" + after;
  }

  /** The positions at which a match of the pattern that begins at {@code start} can end. */
  private static BitSet ends(String pattern, String text, int start) {
    BitSet ends = new BitSet(text.length() + 1);
    ends.set(start);
    for (int i = 0; i < pattern.length() && !ends.isEmpty(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        ends.set(ends.nextSetBit(0), text.length() + 1);
      } else {
        BitSet next = new BitSet(text.length() + 1);
        ends.stream()
            .filter(at -> at < text.length() && Glob.matchesChar(c, text.charAt(at)))
            .forEach(at -> next.set(at + 1));
        ends = next;
      }
    }
    return ends;
  }

  /** The positions from which the pattern matches the rest of the text. */
  private static BitSet starts(String pattern, String text) {
    BitSet starts = new BitSet(text.length() + 1);
    starts.set(text.length());
    for (int i = pattern.length() - 1; i >= 0 && !starts.isEmpty(); i--) {
      char c = pattern.charAt(i);
      if (c == '*') {
        starts.set(0, starts.length());
      } else {
        BitSet previous = new BitSet(text.length() + 1);
        starts.stream()
            .filter(at -> at > 0 && Glob.matchesChar(c, text.charAt(at - 1)))
            .forEach(at -> previous.set(at - 1));
        starts = previous;
      }
    }
    return starts;
  }
}
