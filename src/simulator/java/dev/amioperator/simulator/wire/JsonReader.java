package dev.amioperator.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Conversion of a JSON object to an AWS SDK request. Fields that the model lacks are ignored. */
final class JsonReader {
  private JsonReader() {}

  /**
   * Reads an AWS SDK object from JSON.
   *
   * @param builder an empty builder of the object
   * @throws ProtocolError if a value does not match the type of its field
   */
  static SdkPojo read(JsonNode object, SdkPojo builder) {
    if (!object.isObject()) {
      throw ProtocolError.malformed("Expected a JSON object.");
    }
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode node = object.get(field.locationName());
      if (node != null && !node.isNull()) {
        field.set(builder, value(node, field.locationName(), field));
      }
    }
    return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
  }

  private static Object value(JsonNode node, String name, SdkField<?> field) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> expect(node, name, JsonNode::isTextual, "a string").textValue();
      case BOOLEAN -> expect(node, name, JsonNode::isBoolean, "true or false").booleanValue();
      case INTEGER -> expect(node, name, JsonNode::canConvertToInt, "an integer").intValue();
      case LONG -> expect(node, name, JsonNode::canConvertToLong, "an integer").longValue();
      case SHORT -> (short) expect(node, name, JsonNode::canConvertToInt, "an integer").intValue();
      case BYTE -> (byte) expect(node, name, JsonNode::canConvertToInt, "an integer").intValue();
      case FLOAT -> expect(node, name, JsonNode::isNumber, "a number").floatValue();
      case DOUBLE -> expect(node, name, JsonNode::isNumber, "a number").doubleValue();
      case BIG_DECIMAL -> expect(node, name, JsonNode::isNumber, "a number").decimalValue();
      case INSTANT -> instant(expect(node, name, JsonNode::isNumber, "seconds since 1970"), name);
      case SDK_BYTES -> bytes(expect(node, name, JsonNode::isTextual, "base64 text"), name);
      case SDK_POJO -> read(node, field.constructor().get());
      case LIST -> list(expect(node, name, JsonNode::isArray, "an array"), name, field);
      case MAP -> map(expect(node, name, JsonNode::isObject, "an object"), name, field);
      case NULL, DOCUMENT ->
          throw ProtocolError.invalidValue(name, "…", "The simulator does not model documents.");
    };
  }

  private static JsonNode expect(
      JsonNode node, String name, Predicate<JsonNode> kind, String expected) {
    if (!kind.test(node)) {
      throw ProtocolError.invalidValue(
          name, node.getNodeType().toString(), "Expected " + expected + ".");
    }
    return node;
  }

  private static Instant instant(JsonNode node, String name) {
    BigDecimal millis = node.decimalValue().movePointRight(3);
    if (millis.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) {
      throw ProtocolError.invalidValue(name, node.asText(), "Expected seconds since 1970.");
    }
    return Instant.ofEpochMilli(millis.longValue());
  }

  private static SdkBytes bytes(JsonNode node, String name) {
    try {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(node.textValue()));
    } catch (IllegalArgumentException e) {
      throw ProtocolError.invalidValue(name, "…", "Expected base64 text.");
    }
  }

  private static List<Object> list(JsonNode array, String name, SdkField<?> field) {
    SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
    List<Object> list = new ArrayList<>();
    for (JsonNode element : array) {
      list.add(element.isNull() ? null : value(element, name, member));
    }
    return list;
  }

  private static Map<String, Object> map(JsonNode object, String name, SdkField<?> field) {
    SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
    Map<String, Object> map = new LinkedHashMap<>();
    object
        .properties()
        .forEach(entry -> map.put(entry.getKey(), value(entry.getValue(), name, member)));
    return map;
  }
}
