package dev.amioperator.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ownership.Owner;

/**
 * Hash of an image's source, for the tag {@code amioperator.dev/source}. It covers the fields that
 * are set, in alphabetical order: a field that a later version adds changes no existing hash.
 */
final class SourceHash {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private SourceHash() {}

  static String of(ImageSource source) {
    try {
      return Owner.hash(JSON.writeValueAsString(source));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("source cannot be written as JSON", e);
    }
  }
}
