package dev.amioperator.simulator.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Random objects of the SDK's model, made from its metadata alone. */
final class RandomPojos {
  private static final int DEPTH = 4;
  private static final String ALPHABET = "abcXYZ0189 .-_/:=&+%<>\"'\\\t\n\r;#?!äßπ漢\u2028\uFFFD😀";
  private static final int[] CHARACTERS = ALPHABET.codePoints().toArray();

  private final Random random;
  private final boolean empties;
  private final long granularity;

  private Function<String, List<String>> vocabulary;

  private RandomPojos(long seed, boolean empties, long granularity) {
    this.random = new Random(seed);
    this.empties = empties;
    this.granularity = granularity;
  }

  /**
   * Samples that a Query request can carry: nothing in it is empty, because only what has a value
   * has a parameter, and times are whole seconds.
   */
  static RandomPojos forRequests(long seed) {
    return new RandomPojos(seed, false, 1000);
  }

  /** Samples that an XML answer can carry: empty lists and objects too, times in milliseconds. */
  static RandomPojos forResponses(long seed) {
    return new RandomPojos(seed, true, 1);
  }

  /**
   * Sets a third of the fields only, takes their texts from here and keeps numbers small, to get
   * past an action's first checks.
   *
   * @param words the texts for a field of this name
   */
  RandomPojos speaking(Function<String, List<String>> words) {
    vocabulary = words;
    return this;
  }

  /** Fills a builder and builds it. */
  SdkPojo fill(SdkPojo builder) {
    return fill(builder, 0);
  }

  private SdkPojo fill(SdkPojo builder, int depth) {
    List<SdkField<?>> fields = builder.sdkFields();
    int always = fields.isEmpty() ? 0 : random.nextInt(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      SdkField<?> field = fields.get(i);
      boolean needed = i == always || field.containsTrait(DefaultValueTrait.class);
      if (needed || random.nextInt(vocabulary == null ? 1 + depth : 3) == 0) {
        Object value = value(field, field.memberName(), depth);
        if (value != null) {
          field.set(builder, value);
        }
      }
    }
    return build(builder);
  }

  /** A value, or null where the model nests deeper than samples do. */
  private Object value(SdkField<?> field, String name, int depth) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> text(name);
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> vocabulary == null ? random.nextInt() : random.nextInt(2000);
      case LONG -> random.nextLong();
      case SHORT -> (short) random.nextInt();
      case BYTE -> (byte) random.nextInt();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BIG_DECIMAL -> BigDecimal.valueOf(random.nextInt(), 3);
      case INSTANT -> Instant.ofEpochMilli(granularity * random.nextLong(4_000_000_000L));
      case SDK_BYTES -> SdkBytes.fromUtf8String(text());
      case SDK_POJO -> pojo(field, depth);
      case LIST -> list(field.getTrait(ListTrait.class), name, depth);
      case MAP -> map(field.getTrait(MapTrait.class), name, depth);
      case NULL, DOCUMENT -> throw new IllegalStateException(field.memberName());
    };
  }

  private SdkPojo pojo(SdkField<?> field, int depth) {
    SdkPojo empty = field.constructor().get();
    if (depth == DEPTH) {
      return null;
    }
    SdkPojo pojo = fill(field.constructor().get(), depth + 1);
    return empties || !pojo.equalsBySdkFields(build(empty)) ? pojo : null;
  }

  private static SdkPojo build(SdkPojo builder) {
    return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
  }

  private Object list(ListTrait trait, String name, int depth) {
    List<Object> list = new ArrayList<>();
    int size = random.nextInt(empties ? 0 : 1, 4);
    for (int i = 0; i < size; i++) {
      Object value = value(trait.memberFieldInfo(), name, depth);
      if (value != null) {
        list.add(value);
      }
    }
    return empties || !list.isEmpty() ? list : null;
  }

  private Map<String, Object> map(MapTrait trait, String name, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    int size = random.nextInt(empties ? 0 : 1, 4);
    for (int i = 0; i < size; i++) {
      Object value = value(trait.valueFieldInfo(), name, depth);
      if (value != null) {
        map.put(text(), value);
      }
    }
    return map;
  }

  private String text(String name) {
    List<String> words = vocabulary == null ? List.of() : vocabulary.apply(name);
    return words.isEmpty() || random.nextInt(20) == 0
        ? text()
        : words.get(random.nextInt(words.size()));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }
}
