package dev.amioperator.simulator.wire;

/**
 * Writes XML elements without attributes, which is all that the Query protocol's answers are.
 * Carriage returns are written as references, so that they survive the reader's line-end
 * normalisation; characters that XML cannot hold become the replacement character.
 */
final class XmlText {
  private final StringBuilder text = new StringBuilder(1024);

  XmlText() {
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  }

  void open(String element) {
    text.append('<').append(element).append('>');
  }

  void open(String element, String namespace) {
    text.append('<').append(element).append(" xmlns=\"").append(namespace).append("\">");
  }

  void close(String element) {
    text.append("</").append(element).append('>');
  }

  void element(String element, String content) {
    open(element);
    characters(content);
    close(element);
  }

  void characters(String content) {
    int plain = 0;
    while (plain < content.length() && isPlain(content.charAt(plain))) {
      plain++;
    }
    text.append(content, 0, plain);
    content.substring(plain).codePoints().forEach(this::character);
  }

  /** Whether the character can be copied as it is, without a closer look. */
  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x7F && c != '<' && c != '>' && c != '&';
  }

  private void character(int codePoint) {
    switch (codePoint) {
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '&' -> text.append("&amp;");
      case '\r' -> text.append("&#xD;");
      default -> text.appendCodePoint(isCharacter(codePoint) ? codePoint : '\uFFFD');
    }
  }

  /** Whether XML 1.0 can hold the code point. */
  static boolean isCharacter(int codePoint) {
    return codePoint == '\t'
        || codePoint == '\n'
        || codePoint == '\r'
        || (codePoint >= 0x20 && codePoint <= 0xD7FF)
        || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
        || codePoint >= 0x10000;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
