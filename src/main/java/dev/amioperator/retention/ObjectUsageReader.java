package dev.amioperator.retention;

import dev.amioperator.account.AccessRequest;
import dev.amioperator.account.AccountAccess;
import dev.amioperator.deletion.UsageObserver;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.retention.RetainedObject.ImageOfObject;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what uses the images of objects. An object cannot be taken back once it is being deleted,
 * so it is asked before, whatever the object's own deletionGuard says.
 */
record ObjectUsageReader(
    AccountAccess accountAccess,
    ClusterResources resources,
    Function<AccountRegion, ObservationSession> sessions) {
  /**
   * The usage of the images of objects, by the object's uid.
   *
   * @param objects with the time before which a proof of non-use is too old
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried
   */
  Map<String, Usage> read(Map<RetainedObject, Instant> objects) {
    Map<String, List<RequestedRead<Usage>>> requested = new LinkedHashMap<>();
    objects.forEach(
        (object, notBefore) ->
            requested.put(
                object.uid(),
                object.images().stream()
                    .map(image -> RequestedRead.of(() -> usage(object, image, notBefore)))
                    .toList()));
    Map<String, Usage> usages = new HashMap<>();
    objects.forEach(
        (object, notBefore) ->
            usages.put(
                object.uid(),
                merged(
                    object,
                    requested.get(object.uid()).stream().map(RequestedRead::value).toList())));
    return usages;
  }

  private Usage usage(RetainedObject object, ImageOfObject image, Instant notBefore) {
    return switch (access(object, image)) {
      case AccountAccess.Access.Unavailable(ReadyState state) -> new Usage.Unknown(state.message());
      case AccountAccess.Access.Granted(AccountRegion region, var allowlist) -> {
        UsageObserver observer = UsageObserver.of(sessions.apply(region));
        yield observer.usage(
            image.imageId(), observer.references(image.imageId(), notBefore), notBefore);
      }
    };
  }

  private AccountAccess.Access access(RetainedObject object, ImageOfObject image) {
    return resources
        .refusal(object.namespace(), image.account())
        .<AccountAccess.Access>map(AccountAccess.Access.Unavailable::new)
        .orElseGet(
            () ->
                accountAccess.accessFor(
                    image.account(),
                    resources.account(image.account()),
                    AccessRequest.of(image.region(), image.accountId(), true)));
  }

  /** An object is unused if each of its images is; the oldest proof counts. */
  static Usage merged(RetainedObject object, List<Usage> usages) {
    Optional<Usage> unproven =
        object
            .regionWithUnnamedCopies()
            .map(
                region ->
                    new Usage.Unknown("its status does not name all copies in " + region + "."));
    return usages.stream()
        .filter(usage -> usage instanceof Usage.Used)
        .findFirst()
        .or(() -> usages.stream().filter(usage -> !(usage instanceof Usage.Unused)).findFirst())
        .or(() -> unproven)
        .orElseGet(() -> new Usage.Unused(oldest(usages)));
  }

  private static Instant oldest(List<Usage> usages) {
    return usages.stream()
        .map(usage -> ((Usage.Unused) usage).observedAt())
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
