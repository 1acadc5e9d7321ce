package dev.amioperator.simulator.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.protocol.MarshallingType;

/** Scalar values in the AWS Query protocol. */
final class ScalarText {

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private ScalarText() {}

  /**
   * Parses a scalar parameter of an AWS request.
   *
   * @throws ProtocolError if the text does not match the type
   */
  static Object parse(MarshallingType<?> type, String parameter, String text) {
    try {
      return switch (type.getKnownType()) {
        case STRING -> characters(parameter, text);
        case BOOLEAN -> bool(parameter, text);
        case INTEGER -> Integer.valueOf(text);
        case LONG -> Long.valueOf(text);
        case SHORT -> Short.valueOf(text);
        case BYTE -> Byte.valueOf(text);
        case FLOAT -> finite(Float.valueOf(text));
        case DOUBLE -> finite(Double.valueOf(text));
        case BIG_DECIMAL -> new BigDecimal(text);
        case INSTANT -> OffsetDateTime.parse(text).toInstant();
        case SDK_BYTES -> SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
        case NULL, LIST, MAP, SDK_POJO, DOCUMENT ->
            throw new IllegalArgumentException(type.getKnownType() + " is not a scalar");
      };
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw ProtocolError.invalidValue(parameter, text, "It must be " + expectation(type) + ".");
    }
  }

  private static <N extends Number> N finite(N number) {
    if (!Double.isFinite(number.doubleValue())) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static Boolean bool(String parameter, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ProtocolError.invalidValue(parameter, text, "It must be 'true' or 'false'.");
    };
  }

  private static String characters(String parameter, String text) {
    if (!text.codePoints().allMatch(XmlText::isCharacter)) {
      throw ProtocolError.invalidValue(
          parameter, "…", "It contains a character that is not allowed.");
    }
    return text;
  }

  private static String expectation(MarshallingType<?> type) {
    return switch (type.getKnownType()) {
      case INSTANT -> "a date such as 2026-01-31T12:00:00Z";
      case SDK_BYTES -> "base64 text";
      default -> "a number";
    };
  }

  /** Formats a scalar value of an AWS response; dates have milliseconds, as in EC2. */
  static String format(Object value) {
    return switch (value) {
      case Instant instant -> MILLISECONDS.format(instant);
      case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }
}
