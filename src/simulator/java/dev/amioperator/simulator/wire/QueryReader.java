package dev.amioperator.simulator.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Conversion of Query parameters to an AWS SDK request. */
final class QueryReader {
  private final QueryDialect dialect;

  QueryReader(QueryDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Reads all parameters of an AWS request.
   *
   * @param parameters the parameters, without those that every action has
   * @param builder an empty builder of the request
   * @return the built request
   * @throws ProtocolError if a value does not match the type of its field, or no field has the
   *     parameter
   */
  SdkPojo read(ParameterTree parameters, SdkPojo builder) {
    SdkPojo request = pojo(parameters, builder);
    parameters
        .unread()
        .ifPresent(
            name -> {
              throw ProtocolError.unknownParameter(name);
            });
    return request;
  }

  private SdkPojo pojo(ParameterTree node, SdkPojo builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      node.child(field.locationName())
          .flatMap(child -> value(child, field))
          .ifPresent(value -> field.set(builder, value));
    }
    return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
  }

  private Optional<Object> value(ParameterTree node, SdkField<?> field) {
    return switch (field.marshallingType().getKnownType()) {
      case SDK_POJO -> Optional.of(pojo(node, field.constructor().get()));
      case LIST -> list(node, field.getTrait(ListTrait.class));
      case MAP -> Optional.of(map(node, field.getTrait(MapTrait.class)));
      default ->
          node.value().map(text -> ScalarText.parse(field.marshallingType(), node.path(), text));
    };
  }

  /**
   * List of an AWS request. EC2 cannot express an empty list; the other services send its bare
   * name.
   */
  private Optional<Object> list(ParameterTree node, ListTrait trait) {
    List<Object> list = new ArrayList<>();
    for (ParameterTree element : elements(node, trait)) {
      value(element, trait.memberFieldInfo()).ifPresent(list::add);
    }
    return list.isEmpty() && dialect == QueryDialect.EC2 ? Optional.empty() : Optional.of(list);
  }

  private List<ParameterTree> elements(ParameterTree node, ListTrait trait) {
    if (node.value().filter(text -> !text.isEmpty()).isPresent()) {
      throw ProtocolError.unknownParameter(node.path());
    }
    if (dialect == QueryDialect.EC2 || trait.isFlattened()) {
      return node.elements();
    }
    String member = Optional.ofNullable(trait.memberLocationName()).orElse("member");
    return node.child(member).map(ParameterTree::elements).orElse(List.of());
  }

  private Map<String, Object> map(ParameterTree node, MapTrait trait) {
    Optional<ParameterTree> entries = trait.isFlattened() ? Optional.of(node) : node.child("entry");
    Map<String, Object> map = new HashMap<>();
    for (ParameterTree entry : entries.map(ParameterTree::elements).orElse(List.of())) {
      Optional<String> key = entry.child(trait.keyLocationName()).flatMap(ParameterTree::value);
      Optional<Object> value =
          entry
              .child(trait.valueLocationName())
              .flatMap(child -> value(child, trait.valueFieldInfo()));
      if (key.isEmpty() || value.isEmpty()) {
        throw ProtocolError.malformed("%s needs a key and a value.".formatted(entry.path()));
      }
      map.put(key.get(), value.get());
    }
    return map;
  }
}
