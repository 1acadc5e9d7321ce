package dev.amioperator.simulator.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** JSON and YAML of the admin API; unknown and duplicate fields are errors. */
final class Json {
  private static final ObjectMapper JSON = mapper(new JsonFactory());
  private static final ObjectMapper YAML = mapper(new YAMLFactory());

  private static final Pattern MISSING =
      Pattern.compile("Missing required creator property '(\\w+)' \\(index \\d+\\)");

  private Json() {}

  private static ObjectMapper mapper(JsonFactory format) {
    ObjectMapper mapper = new ObjectMapper(format);
    mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    return mapper
        .registerModule(new JavaTimeModule())
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  }

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Parses a JSON object of an admin API request.
   *
   * @throws IllegalArgumentException with a message for the sender
   */
  static <T> T read(String json, Class<T> type) {
    return read(JSON, json, type);
  }

  /**
   * Parses a YAML or JSON document with AWS resources.
   *
   * @throws IllegalArgumentException with a message for the author
   */
  static <T> T readYaml(String yaml, Class<T> type) {
    return read(YAML, yaml, type);
  }

  private static <T> T read(ObjectMapper mapper, String text, Class<T> type) {
    try {
      T value = mapper.readValue(text, type);
      if (value == null) {
        throw new IllegalArgumentException("The document is empty");
      }
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          "Unknown field %s; the fields are %s%s"
              .formatted(e.getPropertyName(), e.getKnownPropertyIds(), position(e)),
          e);
    } catch (JsonProcessingException e) {
      String problem = MISSING.matcher(e.getOriginalMessage()).replaceFirst("$1 is missing");
      throw new IllegalArgumentException(problem + position(e), e);
    }
  }

  private static String position(JsonProcessingException e) {
    String where = e instanceof JsonMappingException mapping ? path(mapping) : "";
    return e.getLocation() == null
        ? where
        : "%s (line %d, column %d)"
            .formatted(where, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
            .collect(Collectors.joining(" "));
    return path.isEmpty() ? "" : ", in " + path;
  }
}
