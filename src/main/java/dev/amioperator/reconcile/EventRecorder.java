package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ownership.WatchedNamespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Writes each change as a Kubernetes event (events.k8s.io/v1); an unchanged reason writes none. */
@ApplicationScoped
public class EventRecorder {
  private static final Logger LOG = Logger.getLogger(EventRecorder.class);

  /** The cause by which the API server refuses new objects in a namespace under deletion. */
  private static final String NAMESPACE_TERMINATING = "NamespaceTerminating";

  private static final int MAX_NOTE_LENGTH = 1024;
  private static final DateTimeFormatter EVENT_TIME_FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient kubernetes;
  private final WatchedNamespaces watched;
  private final InstantSource clock;
  private final MeterRegistry registry;

  EventRecorder(
      KubernetesClient kubernetes,
      WatchedNamespaces watched,
      InstantSource clock,
      MeterRegistry registry) {
    this.registry = registry;
    this.kubernetes = kubernetes;
    this.watched = watched;
    this.clock = clock;
  }

  /** Writes the event of a Ready condition whose reason differs from the status. */
  <S extends ConditionedStatus> void recordIfReasonChanged(
      CustomResource<?, S> about, ReadyState readyState) {
    boolean unchanged =
        Optional.ofNullable(about.getStatus()).map(ConditionedStatus::conditions).stream()
            .flatMap(List::stream)
            .filter(condition -> condition.type() == Type.READY)
            .anyMatch(condition -> readyState.reason().name().equals(condition.reason()));
    if (!unchanged && isRefusal(readyState)) {
      Counter.builder("ami.operator.refusals")
          .description("Objects that began to be blocked or stalled, by kind and reason")
          .tag("kind", about.getKind())
          .tag("reason", readyState.reason().name())
          .register(registry)
          .increment();
    }
    if (!unchanged && isReported(readyState)) {
      record(about, ObjectEvent.of(readyState));
    }
  }

  /** Whether the operator refuses what the spec says: each refusal has a condition, too. */
  private static boolean isRefusal(ReadyState readyState) {
    return switch (readyState) {
      case ReadyState.Blocked blocked -> true;
      case ReadyState.Stalled stalled -> true;
      case ReadyState.Ready ready -> false;
      case ReadyState.Reconciling reconciling -> false;
    };
  }

  private static boolean isReported(ReadyState readyState) {
    return switch (readyState.reason()) {
      case Observing, Progressing -> readyState instanceof ReadyState.Stalled;
      // Has an event of its own that names the image, which may change while the reason stays.
      case NewerAvailable -> false;
      default -> true;
    };
  }

  /**
   * Writes an event; a failed write is logged and not retried. Those of AwsAccounts belong in the
   * namespace default, so that an installation which does not watch it writes none.
   */
  public void record(HasMetadata about, ObjectEvent objectEvent) {
    if (!watched.contains(namespaceOf(about))) {
      return;
    }
    try {
      kubernetes.resource(event(about, objectEvent)).create();
    } catch (KubernetesClientException e) {
      LOG.logf(
          namespaceEnds(e) ? Logger.Level.DEBUG : Logger.Level.WARN,
          "event %s of %s %s/%s could not be written: %s",
          objectEvent.reason(),
          about.getKind(),
          about.getMetadata().getNamespace(),
          about.getMetadata().getName(),
          e.getMessage());
    }
  }

  /** Whether the namespace is being deleted, or gone: it takes no event any more. */
  static boolean namespaceEnds(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || Optional.ofNullable(failure.getStatus())
            .map(Status::getDetails)
            .map(StatusDetails::getCauses)
            .stream()
            .flatMap(List::stream)
            .anyMatch(cause -> NAMESPACE_TERMINATING.equals(cause.getReason()));
  }

  /**
   * Unique suffix of an event's name, in the order of time. `kubectl describe` sorts by a field
   * that events.k8s.io/v1 lacks, and so shows events by name.
   */
  static String nameSuffix(Instant now) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    return "%014x%03x".formatted(micros, ThreadLocalRandom.current().nextInt(0x1000));
  }

  private static String namespaceOf(HasMetadata about) {
    return Optional.ofNullable(about.getMetadata().getNamespace()).orElse("default");
  }

  private Event event(HasMetadata about, ObjectEvent objectEvent) {
    String name = about.getMetadata().getName();
    Instant now = clock.instant();
    return new EventBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withName(name + "." + nameSuffix(now))
                .withNamespace(namespaceOf(about))
                .build())
        .withEventTime(new MicroTime(EVENT_TIME_FORMAT.format(now)))
        .withType(objectEvent.type().value())
        .withReason(objectEvent.reason().name())
        .withAction("Reconcile")
        .withNote(ReadyState.truncated(objectEvent.message(), MAX_NOTE_LENGTH))
        .withReportingController("amioperator.dev/ami-operator")
        .withReportingInstance("ami-operator")
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withName(name)
                .withNamespace(about.getMetadata().getNamespace())
                .withUid(about.getMetadata().getUid())
                .build())
        .build();
  }
}
