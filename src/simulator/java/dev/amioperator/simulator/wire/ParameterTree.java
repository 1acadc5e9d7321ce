package dev.amioperator.simulator.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Query parameters as the tree that their dotted names spell: {@code Filter.1.Value.2=x} is the
 * value of the node {@code 2} below {@code Value} below {@code 1} below {@code Filter}.
 *
 * <p>Each node remembers whether it was read, so that what no field asked for can be refused.
 */
final class ParameterTree {

  /** Deeper than any request of any service nests. */
  private static final int DEPTH_LIMIT = 32;

  private final String path;
  private final Map<String, ParameterTree> children = new LinkedHashMap<>();
  private String value;
  private boolean valueRead;

  private ParameterTree(String path) {
    this.path = path;
  }

  static ParameterTree of(Map<String, String> parameters) {
    ParameterTree root = new ParameterTree("");
    parameters.forEach(root::put);
    return root;
  }

  private void put(String name, String text) {
    String[] steps = name.split("\\.", -1);
    if (steps.length > DEPTH_LIMIT) {
      throw ProtocolError.malformed("A parameter's name is nested too deeply.");
    }
    ParameterTree node = this;
    for (String step : steps) {
      String childPath = node.path.isEmpty() ? step : node.path + "." + step;
      node = node.children.computeIfAbsent(step, s -> new ParameterTree(childPath));
    }
    node.value = text;
  }

  /** The parameter's full name, for messages. */
  String path() {
    return path;
  }

  Optional<ParameterTree> child(String name) {
    return Optional.ofNullable(children.get(name));
  }

  /** The value at this very node, if there is one. */
  Optional<String> value() {
    valueRead = true;
    return Optional.ofNullable(value);
  }

  /**
   * The children of a list by ascending index. Indices may start anywhere and have gaps.
   *
   * @throws ProtocolError if a child's name is not an index
   */
  List<ParameterTree> elements() {
    Map<Integer, ParameterTree> byIndex = new TreeMap<>();
    children.forEach((name, child) -> byIndex.put(child.index(name), child));
    return List.copyOf(byIndex.values());
  }

  private int index(String name) {
    if (name.length() <= 9 && !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Integer.parseInt(name);
    }
    throw ProtocolError.unknownParameter(path);
  }

  /** The full name of a parameter that nobody has read, if there is one. */
  Optional<String> unread() {
    if (value != null && !valueRead) {
      return Optional.of(path);
    }
    return children.values().stream()
        .map(ParameterTree::unread)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
