package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Scope;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.retention.PermissionRecords.Recorded;
import dev.amioperator.retention.ReversibleSteps.Permissions;
import dev.amioperator.retention.ReversibleSteps.Unwanted;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the launch permissions of images to disable, and the records of images to enable. */
@ApplicationScoped
class PermissionReads {
  private final PermissionRecords records;

  PermissionReads(PermissionRecords records) {
    this.records = records;
  }

  /**
   * Launch permissions, as far as they could be read.
   *
   * @param failures the reads that EC2 refused
   */
  record Result(Permissions permissions, List<Ec2CallException> failures) {
    static final Result NONE = new Result(Permissions.NONE, List.of());

    Result {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Reads what the plan of an evaluation needs.
   *
   * @param policies that may have recorded permissions, the evaluated one first
   * @param notBefore older reads of EC2 may lack a permission that was given since
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried
   */
  Result read(
      List<AmiRetentionPolicy> policies,
      Stream<Decision> disabled,
      Stream<Unwanted> unwanted,
      Function<AccountRegion, ObservationSession> sessions,
      Instant notBefore) {
    List<Ec2CallException> failures = new ArrayList<>();
    Map<String, LaunchPermissions> present = new HashMap<>();
    RequestedRead.all(
        disabled
            .<Runnable>map(
                decision -> () -> readPresent(decision, sessions, notBefore, present, failures))
            .toList());
    Map<String, Recorded> recorded = new HashMap<>();
    unwanted
        .filter(each -> each.steps().contains(RetireStep.DISABLE))
        .forEach(each -> recorded.put(each.image().id(), recorded(policies, each)));
    return new Result(new Permissions(present, recorded), failures);
  }

  private static void readPresent(
      Decision decision,
      Function<AccountRegion, ObservationSession> sessions,
      Instant notBefore,
      Map<String, LaunchPermissions> present,
      List<Ec2CallException> failures) {
    ObservationSession session = sessions.apply(decision.accountRegion());
    Observation<LaunchPermissions> observation =
        session.observation(
            Scope.ownedBy(session.owner()),
            ImageQueries.launchPermissions(decision.imageId()),
            notBefore);
    if (observation instanceof Observation.Failed<LaunchPermissions>(var failure, var retryAt)) {
      failures.add(failure.about("of " + decision.imageId()));
    } else {
      present.put(decision.imageId(), session.value(observation));
    }
  }

  private Recorded recorded(List<AmiRetentionPolicy> policies, Unwanted unwanted) {
    String imageId = unwanted.image().id();
    return PermissionsTag.of(unwanted.image())
        .map(tag -> records.find(policies, unwanted.accountRegion(), imageId, tag))
        .orElseGet(() -> new Recorded.Lost(PermissionRecords.prefix(policies.getFirst(), imageId)));
  }
}
