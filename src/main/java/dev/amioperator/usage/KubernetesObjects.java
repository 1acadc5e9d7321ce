package dev.amioperator.usage;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.ListedObjects;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.ReferencedImages;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists the Kubernetes objects that name images, such as Karpenter's EC2NodeClasses, of which only
 * the ids of images are kept. A kind that is not installed has none; one that may not be listed is
 * unknown.
 */
public final class KubernetesObjects {
  private static final long PAGE = 500;

  private final KubernetesClient kubernetes;
  private final List<ObjectType> types;
  private final InstantSource clock;
  private final Map<ObjectType, Observation.Known<ReferencedImages>> lists = new HashMap<>();

  /**
   * @param resources the kinds, as {@code resource.version.group}
   * @throws IllegalArgumentException for another notation
   */
  public KubernetesObjects(
      KubernetesClient kubernetes, List<String> resources, InstantSource clock) {
    this.kubernetes = kubernetes;
    this.types = resources.stream().map(ObjectType::parse).toList();
    this.clock = clock;
  }

  /** The listings of every kind, read again if they are older. */
  public synchronized List<ListedObjects> listed(Instant notBefore) {
    return types.stream()
        .map(type -> new ListedObjects(type.toString(), listing(type, notBefore)))
        .toList();
  }

  private Observation<ReferencedImages> listing(ObjectType type, Instant notBefore) {
    Observation.Known<ReferencedImages> last = lists.get(type);
    if (last != null && !last.observedAt().isBefore(notBefore)) {
      return last;
    }
    Instant now = clock.instant();
    try {
      Observation.Known<ReferencedImages> listed =
          new Observation.Known<>(
              ReferencedImages.of(
                  Optional.ofNullable(last).map(Observation.Known::value), now, list(type)),
              now);
      lists.put(type, listed);
      return listed;
    } catch (KubernetesClientException failure) {
      return new Observation.Failed<>(toFailure(type, failure), now);
    } catch (Ec2CallException unresolved) {
      return new Observation.Failed<>(unresolved, now);
    }
  }

  private List<ImageReference> list(ObjectType type) {
    List<ImageReference> found = new ArrayList<>();
    String token = null;
    do {
      GenericKubernetesResourceList page = page(type, token);
      page.getItems().forEach(object -> found.addAll(named(type, object)));
      token = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    } while (token != null && !token.isEmpty());
    return found;
  }

  private GenericKubernetesResourceList page(ObjectType type, String token) {
    ListOptions options = new ListOptionsBuilder().withLimit(PAGE).withContinue(token).build();
    try {
      return kubernetes.genericKubernetesResources(type.context()).list(options);
    } catch (KubernetesClientException failure) {
      // Not found is a kind that is not installed; once a page of it was read, it is a failure.
      if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND && token == null) {
        return new GenericKubernetesResourceList();
      }
      throw failure;
    }
  }

  private static List<ImageReference> named(ObjectType type, GenericKubernetesResource object) {
    if (type.group().equals(NodeClassSelection.GROUP) && NodeClassSelection.unresolved(object)) {
      throw new Ec2CallException(
          ErrorClass.TRANSIENT,
          "list " + type,
          "NotResolved",
          ("Karpenter has not written the images of %s %s to status.amis; see its condition"
                  + " AMIsReady")
              .formatted(object.getKind(), object.getMetadata().getName()),
          null);
    }
    return NamedImages.of(object);
  }

  private static Ec2CallException toFailure(ObjectType type, KubernetesClientException failure) {
    boolean forbidden = failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    return new Ec2CallException(
        forbidden ? ErrorClass.DENIED : ErrorClass.TRANSIENT,
        "list " + type,
        "HTTP " + failure.getCode(),
        forbidden
            ? "the operator may not list them; the chart's usage.kubernetesObjects grants it"
            : failure.getMessage(),
        failure);
  }
}
