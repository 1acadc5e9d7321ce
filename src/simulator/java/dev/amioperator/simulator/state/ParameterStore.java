package dev.amioperator.simulator.state;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** SSM parameters of a region. */
public final class ParameterStore {
  private record Key(String ownerId, String name) {}

  private final Map<Key, Parameter> parameters = new LinkedHashMap<>();

  /** SSM parameters of every account, and AWS's own. */
  public Collection<Parameter> all() {
    return parameters.values();
  }

  /** SSM parameters of an account, by name. */
  public NavigableMap<String, Parameter> ownedBy(String ownerId) {
    NavigableMap<String, Parameter> owned = new TreeMap<>();
    parameters.values().stream()
        .filter(parameter -> parameter.ownerId().equals(ownerId))
        .forEach(parameter -> owned.put(parameter.name(), parameter));
    return owned;
  }

  /** SSM parameter that an account sees under a name: its own or AWS's. */
  public Optional<Parameter> find(String accountId, String name) {
    return Optional.ofNullable(parameters.get(new Key(Parameter.ownerOf(accountId, name), name)));
  }

  /** Adds or replaces an SSM parameter. */
  public void put(Parameter parameter) {
    parameters.put(new Key(parameter.ownerId(), parameter.name()), parameter);
  }

  /** Removes an SSM parameter. */
  public void remove(Parameter parameter) {
    parameters.remove(new Key(parameter.ownerId(), parameter.name()));
  }
}
