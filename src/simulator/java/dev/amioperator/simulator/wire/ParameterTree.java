package dev.amioperator.simulator.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tree of the dotted parameter names in an AWS request.
 *
 * <p>{@code Filter.1.Value.2=x} is the value of the node {@code 2} below {@code Value} below {@code
 * 1} below {@code Filter}. Each node records whether it was read, so that unknown parameters can be
 * refused.
 */
final class ParameterTree {

  /** Depth beyond that of any AWS request. */
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

  /** Full parameter name in the AWS request, for messages. */
  String path() {
    return path;
  }

  Optional<ParameterTree> child(String name) {
    return Optional.ofNullable(children.get(name));
  }

  /** Value of the AWS request parameter at this node, if any. */
  Optional<String> value() {
    valueRead = true;
    return Optional.ofNullable(value);
  }

  /**
   * Elements of a list in an AWS request, by ascending index. Indices may start anywhere and have
   * gaps.
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

  /** Full name of an AWS request parameter that was not read, if any. */
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
