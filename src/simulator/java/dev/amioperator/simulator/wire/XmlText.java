package dev.amioperator.simulator.wire;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * XML document of an AWS Query response: elements without attributes.
 *
 * <p>Carriage returns become references, so that they survive the line-end normalisation of the
 * reader; characters that XML cannot hold become the replacement character.
 */
final class XmlText {
  private final StringWriter text = new StringWriter(1024);
  private final XMLStreamWriter writer;

  XmlText() {
    try {
      writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    write(() -> writer.writeStartDocument("UTF-8", "1.0"));
    write(() -> writer.writeCharacters("\n"));
  }

  void open(String element) {
    write(() -> writer.writeStartElement(element));
  }

  void open(String element, String namespace) {
    open(element);
    write(() -> writer.writeDefaultNamespace(namespace));
  }

  void close() {
    write(writer::writeEndElement);
  }

  void element(String element, String content) {
    open(element);
    characters(content);
    close();
  }

  private void characters(String content) {
    String[] lines = withoutInvalidCharacters(content).split("\r", -1);
    write(() -> writer.writeCharacters(lines[0]));
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      write(() -> writer.writeEntityRef("#xD"));
      write(() -> writer.writeCharacters(line));
    }
  }

  private static String withoutInvalidCharacters(String content) {
    return content.codePoints().allMatch(XmlText::isCharacter)
        ? content
        : content
            .codePoints()
            .map(c -> isCharacter(c) ? c : '\uFFFD')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
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

  private interface Step {
    void run() throws XMLStreamException;
  }

  /** Runs a step that cannot fail, as the XML document is in memory. */
  private static void write(Step step) {
    try {
      step.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    write(writer::flush);
    return text.toString();
  }
}
