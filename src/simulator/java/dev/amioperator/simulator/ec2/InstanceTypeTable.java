package dev.amioperator.simulator.ec2;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/**
 * Table of EC2 instance types. What depends on the size is in {@code instance-types.csv}, and the
 * rest in {@code instance-families.yaml}. Members have their names in the EC2 API.
 */
final class InstanceTypeTable {
  private static final NavigableMap<String, InstanceTypeInfo> TYPES = new TreeMap<>();

  static {
    load().forEach((type, members) -> TYPES.put(type, info(members)));
  }

  private InstanceTypeTable() {}

  /** Every EC2 instance type of the table, by name. */
  static NavigableMap<String, InstanceTypeInfo> all() {
    return TYPES;
  }

  /** EC2 instance type by name, if the table has it. */
  static Optional<InstanceTypeInfo> find(String type) {
    return Optional.ofNullable(TYPES.get(type));
  }

  /** Members of every EC2 instance type, by its name. */
  @SuppressWarnings("unchecked")
  static Map<String, Map<String, Object>> load() {
    Map<String, Map<String, Object>> families;
    try {
      families = new ObjectMapper(new YAMLFactory()).readValue(read("families.yaml"), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> lines = read("types.csv").lines().toList();
    List<String> columns = List.of(lines.getFirst().split(","));
    Map<String, Map<String, Object>> types = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, Object> members = new LinkedHashMap<>();
      merge(members, families.get("usual"));
      merge(members, families.getOrDefault(cells[0].replaceFirst("\\..*", ""), Map.of()));
      merge(members, families.getOrDefault(cells[0], Map.of()));
      for (int i = 0; i < cells.length; i++) {
        put(members, columns.get(i).split("\\."), cells[i]);
      }
      derive(members);
      types.put(cells[0], members);
    }
    return types;
  }

  private static InstanceTypeInfo info(Map<String, Object> members) {
    return PojoMaps.fill(InstanceTypeInfo.builder(), members).build();
  }

  private static String read(String name) {
    try (InputStream file = InstanceTypeTable.class.getResourceAsStream("instance-" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Merges members deeply; null removes a member. */
  @SuppressWarnings("unchecked")
  private static void merge(Map<String, Object> into, Map<String, Object> more) {
    more.forEach(
        (name, value) -> {
          switch (value) {
            case null -> into.remove(name);
            case Map<?, ?> map ->
                merge(
                    (Map<String, Object>)
                        into.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>()),
                    (Map<String, Object>) map);
            case List<?> list ->
                into.put(name, list.stream().map(InstanceTypeTable::copy).toList());
            default -> into.put(name, value);
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static Object copy(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    merge(copy, (Map<String, Object>) map);
    return copy;
  }

  private static void put(Map<String, Object> members, String[] path, String cell) {
    if (cell.isEmpty()) {
      return;
    }
    String last = path[path.length - 1];
    nested(members, Arrays.copyOf(path, path.length - 1)).put(last, value(last, cell));
  }

  /** Map at a path of member names; the path enters the first item of a list. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> nested(Map<String, Object> members, String... path) {
    Map<String, Object> at = members;
    for (String name : path) {
      Object next = at.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
      at = (Map<String, Object>) (next instanceof List<?> list ? list.getFirst() : next);
    }
    return at;
  }

  private static Object value(String name, String cell) {
    if (name.equals("ValidCores")) {
      return Arrays.stream(cell.split(" ")).map(Integer::valueOf).toList();
    }
    if (cell.matches("[0-9]+")) {
      return Integer.valueOf(cell);
    }
    return cell.matches("[0-9]+\\.[0-9]+") ? (Object) Double.valueOf(cell) : cell;
  }

  /** Adds the members that follow from others. */
  @SuppressWarnings("unchecked")
  private static void derive(Map<String, Object> members) {
    Map<String, Object> cpu = nested(members, "VCpuInfo");
    int threads = (int) cpu.get("DefaultVCpus") / (int) cpu.get("DefaultCores");
    cpu.put("DefaultThreadsPerCore", threads);
    if (cpu.containsKey("ValidCores")) {
      cpu.put("ValidThreadsPerCore", IntStream.rangeClosed(1, threads).boxed().toList());
    }
    Map<String, Object> network = nested(members, "NetworkInfo");
    network.putIfAbsent("Ipv6AddressesPerInterface", network.get("Ipv4AddressesPerInterface"));
    Map<String, Object> card = nested(network, "NetworkCards");
    card.put("NetworkCardIndex", 0);
    card.put("NetworkPerformance", network.get("NetworkPerformance"));
    card.put("MaximumNetworkInterfaces", network.get("MaximumNetworkInterfaces"));
    if (nested(members, "EbsInfo").get("EbsOptimizedInfo") instanceof Map<?, ?> optimized) {
      Map<String, Object> ebs = (Map<String, Object>) optimized;
      ebs.put("BaselineThroughputInMBps", (int) ebs.get("BaselineBandwidthInMbps") / 8.0);
      ebs.put("MaximumThroughputInMBps", (int) ebs.get("MaximumBandwidthInMbps") / 8.0);
    }
    deriveStorage(members);
  }

  @SuppressWarnings("unchecked")
  private static void deriveStorage(Map<String, Object> members) {
    Map<String, Object> storage = (Map<String, Object>) members.get("InstanceStorageInfo");
    members.put("InstanceStorageSupported", storage != null);
    if (storage != null) {
      Map<String, Object> disks = nested(storage, "Disks");
      storage.put("TotalSizeInGB", (int) disks.get("Count") * (int) disks.get("SizeInGB"));
    }
  }
}
