package dev.amioperator.simulator.iam;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resource types and condition keys of AWS actions, as the Service Authorization Reference has
 * them. The facts are in {@code actions.yaml}.
 */
public final class ActionReference {
  private static final String ANY = "any";
  private static final Map<String, Action> ACTIONS = load();

  private ActionReference() {}

  /** Document with the facts about AWS actions. */
  private record Facts(Map<String, List<String>> keySets, Map<String, ServiceFacts> services) {}

  /** Facts about an AWS service, with the page of the reference that has them. */
  private record ServiceFacts(
      String page, List<String> always, Map<String, Map<String, List<String>>> actions) {}

  /**
   * Action of an AWS service.
   *
   * @param required resource types that a request always has
   * @param keysByType condition keys by resource type, their families in lower case
   * @param keys condition keys of requests without a resource
   * @param page the page of the reference
   */
  public record Action(
      Set<String> required, Map<String, Set<String>> keysByType, Set<String> keys, String page) {

    /** Whether IAM authorizes the action on resources, and not on {@code *}. */
    public boolean hasResources() {
      return !keysByType.isEmpty();
    }
  }

  /** AWS action by name, such as {@code ec2:CopyImage}; empty if it is not in the reference. */
  public static Optional<Action> find(String action) {
    return Optional.ofNullable(ACTIONS.get(action));
  }

  /** Resource type in an ARN, such as {@code image}. */
  public static String resourceType(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length < 6 ? ANY : parts[5].split("[/:]", 2)[0];
  }

  private static Map<String, Action> load() {
    try (InputStream file = ActionReference.class.getResourceAsStream("actions.yaml")) {
      Facts facts = new ObjectMapper(new YAMLFactory()).readValue(file, Facts.class);
      Map<String, Action> actions = new TreeMap<>();
      facts
          .services()
          .forEach(
              (service, of) ->
                  of.actions()
                      .forEach(
                          (name, types) ->
                              actions.put(service + ":" + name, action(facts, of, types))));
      return actions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Action action(Facts facts, ServiceFacts of, Map<String, List<String>> types) {
    Set<String> required = new HashSet<>();
    Map<String, Set<String>> keysByType = new LinkedHashMap<>();
    types.forEach(
        (type, keys) -> {
          String name = type.replace("*", "");
          keysByType.put(name, families(facts, of, keys));
          if (type.endsWith("*")) {
            required.add(name);
          }
        });
    Set<String> keys = keysByType.remove(ANY);
    return new Action(
        Set.copyOf(required),
        Map.copyOf(keysByType),
        keys == null ? families(facts, of, List.of()) : keys,
        of.page());
  }

  /** Families of condition keys, with the sets resolved. */
  private static Set<String> families(Facts facts, ServiceFacts of, List<String> words) {
    List<String> always = of.always() == null ? List.of() : of.always();
    return Stream.concat(always.stream(), words.stream().flatMap(word -> keys(facts, word)))
        .map(key -> RequestContext.family(key))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> keys(Facts facts, String word) {
    if (word.contains(":")) {
      return Stream.of(word);
    }
    List<String> set = facts.keySets().get(word);
    if (set == null) {
      throw new IllegalStateException("actions.yaml has no set of keys " + word);
    }
    return set.stream();
  }
}
