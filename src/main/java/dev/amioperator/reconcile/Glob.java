package dev.amioperator.reconcile;

/**
 * Pattern of image names or tag keys: {@code *} matches any characters, {@code ?} a single
 * character. Takes pattern length times text length: a regular expression of many stars can
 * backtrack for years.
 */
public record Glob(String pattern) {

  /** Whether the whole text matches. */
  public boolean matches(String text) {
    int at = 0;
    int next = 0;
    int star = -1;
    int retry = 0;
    while (at < text.length()) {
      if (next < pattern.length() && pattern.charAt(next) == '*') {
        star = next++;
        retry = at;
      } else if (next < pattern.length() && matchesChar(pattern.charAt(next), text.charAt(at))) {
        next++;
        at++;
      } else if (star >= 0) {
        next = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    return pattern.substring(next).chars().allMatch(c -> c == '*');
  }

  /** Whether a character of the pattern other than a star matches one of the text. */
  static boolean matchesChar(char pattern, char text) {
    return pattern == '?' || pattern == text;
  }
}
