package dev.amioperator.simulator.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Maps of AWS SDK objects by member name. They carry members of a request over to a response of the
 * same shape.
 */
public final class PojoMaps {
  private PojoMaps() {}

  /** Copies the members of an AWS object that the builder of another AWS object has too. */
  public static <B extends SdkPojo> B copy(SdkPojo from, B builder) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (SdkField<?> field : from.sdkFields()) {
      Object value = field.getValueOrDefault(from);
      if (value != null && !(value instanceof SdkAutoConstructList)) {
        members.put(field.memberName(), toMapValue(value));
      }
    }
    return fill(builder, members);
  }

  /** Members of an AWS SDK object that are set, nested objects as maps. */
  static Map<String, Object> toMap(SdkPojo pojo) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = toMapValue(field.getValueOrDefault(pojo));
      if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
        plain.put(field.memberName(), value);
      }
    }
    return plain;
  }

  /** Fills a builder of an AWS SDK object with the members that it has. */
  static <B extends SdkPojo> B fill(B builder, Map<String, Object> plain) {
    for (SdkField<?> field : builder.sdkFields()) {
      Object value = plain.get(field.memberName());
      if (value != null) {
        field.set(builder, fromMapValue(field, value));
      }
    }
    return builder;
  }

  private static Object toMapValue(Object value) {
    return switch (value) {
      case SdkPojo nested -> toMap(nested);
      case List<?> list -> list.stream().map(PojoMaps::toMapValue).toList();
      case null, default -> value;
    };
  }

  @SuppressWarnings("unchecked")
  private static Object fromMapValue(SdkField<?> field, Object value) {
    return switch (value) {
      case Map<?, ?> map -> buildNested(field.constructor(), (Map<String, Object>) map);
      case List<?> list -> {
        Optional<ListTrait> trait = field.getOptionalTrait(ListTrait.class);
        yield list.stream()
            .map(item -> fromMapValue(trait.orElseThrow().memberFieldInfo(), item))
            .toList();
      }
      case Number number -> inWidthOf(field, number);
      default -> value;
    };
  }

  private static Number inWidthOf(SdkField<?> field, Number number) {
    if (field.marshallingType().equals(MarshallingType.LONG)) {
      return number.longValue();
    }
    return field.marshallingType().equals(MarshallingType.DOUBLE) ? number.doubleValue() : number;
  }

  private static Object buildNested(Supplier<SdkPojo> constructor, Map<String, Object> plain) {
    return ((Buildable) fill(constructor.get(), plain)).build();
  }
}
