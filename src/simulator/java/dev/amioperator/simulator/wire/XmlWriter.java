package dev.amioperator.simulator.wire;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * Conversion of AWS SDK objects to XML. Fields that are not set are left out; an empty list is an
 * empty element, as in describe responses of EC2.
 */
final class XmlWriter {
  private final XmlText xml;
  private final String defaultMember;

  /**
   * @param xml where to write
   * @param defaultMember the name of a list's elements where the model has none
   */
  XmlWriter(XmlText xml, String defaultMember) {
    this.xml = xml;
    this.defaultMember = defaultMember;
  }

  void fields(SdkPojo pojo) {
    for (SdkField<?> field : pojo.sdkFields()) {
      field(field.unmarshallLocationName(), field, field.getValueOrDefault(pojo));
    }
  }

  private void field(String name, SdkField<?> field, Object value) {
    switch (value) {
      case null -> {}
      case SdkAutoConstructList<?> _ -> {}
      case SdkAutoConstructMap<?, ?> _ -> {}
      case List<?> list -> list(name, field.getTrait(ListTrait.class), list);
      case Map<?, ?> map -> map(name, field.getTrait(MapTrait.class), map);
      case SdkPojo pojo -> {
        xml.open(name);
        fields(pojo);
        xml.close();
      }
      default -> xml.element(name, ScalarText.format(value));
    }
  }

  private void list(String name, ListTrait trait, List<?> list) {
    SdkField<?> member = trait.memberFieldInfo();
    if (trait.isFlattened()) {
      list.forEach(element -> field(name, member, element));
      return;
    }
    String memberName =
        trait.memberLocationName() == null ? defaultMember : trait.memberLocationName();
    xml.open(name);
    list.forEach(element -> field(memberName, member, element));
    xml.close();
  }

  private void map(String name, MapTrait trait, Map<?, ?> map) {
    String entry = trait.isFlattened() ? name : "entry";
    if (!trait.isFlattened()) {
      xml.open(name);
    }
    map.forEach(
        (key, value) -> {
          xml.open(entry);
          xml.element(trait.keyLocationName(), key.toString());
          field(trait.valueLocationName(), trait.valueFieldInfo(), value);
          xml.close();
        });
    if (!trait.isFlattened()) {
      xml.close();
    }
  }
}
