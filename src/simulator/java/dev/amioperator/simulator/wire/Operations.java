package dev.amioperator.simulator.wire;

import static java.util.Locale.ROOT;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Actions of an AWS service: every action of the SDK's client interface. An action is bound on
 * first use, because binding all of EC2's actions loads thousands of classes.
 */
final class Operations {
  private static final Pattern ACTION = Pattern.compile("[A-Z][A-Za-z0-9]{1,99}");

  /** Actions whose AWS SDK types spell acronyms as words, such as EnableVolumeIoRequest. */
  private static final Pattern ACRONYM = Pattern.compile("(?<=[A-Z])[A-Z]+(?![a-z])");

  private final Class<?> client;
  private final Map<String, Operation> bound = new ConcurrentHashMap<>();

  Operations(Class<?> client) {
    this.client = client;
  }

  /** AWS action of exactly this name, if the SDK has it. */
  Optional<Operation> find(String action) {
    Operation known = bound.get(action);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Operation> found = ACTION.matcher(action).matches() ? bind(action) : Optional.empty();
    found.ifPresent(operation -> bound.put(action, operation));
    return found;
  }

  /** Client interface of the AWS SDK whose methods are the actions. */
  Class<?> client() {
    return client;
  }

  private Optional<Operation> bind(String action) {
    String type = ACRONYM.matcher(action).replaceAll(acronym -> acronym.group().toLowerCase(ROOT));
    try {
      Class<?> request = model(type + "Request");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      return Optional.of(
          new Operation(
              action,
              lookup.findVirtual(
                  client,
                  Character.toLowerCase(action.charAt(0)) + action.substring(1),
                  MethodType.methodType(model(type + "Response"), request)),
              lookup.findStatic(
                  request, "builder", MethodType.methodType(model(type + "Request$Builder")))));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  private Class<?> model(String name) throws ClassNotFoundException {
    return Class.forName(client.getPackageName() + ".model." + name, true, client.getClassLoader());
  }
}
