package dev.amioperator.account;

import dev.amioperator.account.NamespaceClaim.Overlap;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.Installation;
import dev.amioperator.ownership.WatchedNamespaces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes this installation's claims to its namespaces, so that no two act on the same objects.
 *
 * <p>A claim is written with the resource version of an AwsAccount without a valid claim of another
 * installation to these namespaces. Of two installations that start at once, the API server lets a
 * single one do that.
 */
@ApplicationScoped
public class NamespaceClaims {
  private static final Logger LOG = Logger.getLogger(NamespaceClaims.class);

  /** Writes of AwsAccounts are rare, so a few attempts suffice. */
  private static final int ATTEMPTS = 5;

  private final KubernetesClient kubernetes;
  private final Installation installation;
  private final WatchedNamespaces watched;
  private final InstantSource clock;
  private final FutureClaims futureClaims = new FutureClaims();

  NamespaceClaims(
      KubernetesClient kubernetes,
      Installation installation,
      WatchedNamespaces watched,
      InstantSource clock) {
    this.kubernetes = kubernetes;
    this.installation = installation;
    this.watched = watched;
    this.clock = clock;
  }

  /**
   * Claims the AwsAccounts that this installation did not claim yet, before it starts to reconcile.
   * An earlier claim stays as it is, because another replica may still watch its namespaces.
   *
   * @return why this installation must not start, or empty
   * @throws KubernetesClientException if the API server cannot be asked
   */
  public Optional<String> refusal() {
    Instant now = clock.instant();
    List<AwsAccount> accounts = kubernetes.resources(AwsAccount.class).list().getItems();
    Optional<Overlap> overlap =
        accounts.stream()
            .flatMap(account -> claim(now).overlapOn(account, futureClaims, now).stream())
            .findFirst()
            .or(() -> claim(accounts, now));
    if (overlap.isEmpty()) {
      accounts.forEach(this::warnOfNamespacesLeft);
    }
    return overlap.map(Overlap::message);
  }

  /** Claims every AwsAccount or none: a refused installation must not stop another. */
  private Optional<Overlap> claim(List<AwsAccount> accounts, Instant now) {
    List<AwsAccount> claimed = new ArrayList<>();
    // The same order everywhere, so that of two installations one gets all claims.
    List<AwsAccount> unclaimed =
        accounts.stream()
            .filter(account -> own(account).filter(claim -> claim.validAt(now)).isEmpty())
            .sorted(Comparator.comparing(account -> account.getMetadata().getName()))
            .toList();
    for (AwsAccount account : unclaimed) {
      Optional<Overlap> overlap = confirm(account).overlap();
      if (overlap.isPresent()) {
        claimed.forEach(this::withdraw);
        return overlap;
      }
      claimed.add(account);
    }
    return Optional.empty();
  }

  /**
   * Result of a claim.
   *
   * @param account as it is after the claim
   * @param overlap the installation that forbids the claim, or empty
   */
  record Confirmation(AwsAccount account, Optional<Overlap> overlap) {}

  /**
   * Makes sure that this installation claims its namespaces on an AwsAccount, before it uses it.
   *
   * @param account as read recently; the API server is only asked if the claim has to be written
   * @throws KubernetesClientException if the claim cannot be written
   */
  Confirmation confirm(AwsAccount account) {
    AwsAccount current = account;
    for (int attempt = 1; ; attempt++) {
      Instant now = clock.instant();
      Optional<Overlap> overlap = claim(now).overlapOn(current, futureClaims, now);
      if (overlap.isPresent() || upToDate(current, now)) {
        return new Confirmation(current, overlap);
      }
      try {
        return new Confirmation(write(current, claim(now).value()), Optional.empty());
      } catch (KubernetesClientException e) {
        current = reread(current, e, attempt);
      }
    }
  }

  /** Undoes a claim of a moment ago, so that it does not stop another installation. */
  private void withdraw(AwsAccount before) {
    AwsAccount current = resource(before).get();
    if (current != null) {
      write(current, null);
    }
  }

  private boolean upToDate(AwsAccount account, Instant now) {
    return own(account)
        .filter(claim -> claim.namespaces().equals(watched) && !claim.renewalDueAt(now))
        .isPresent();
  }

  /** The AwsAccount as it is now, after a write that conflicted with another. */
  private AwsAccount reread(AwsAccount account, KubernetesClientException failure, int attempt) {
    if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
      throw failure;
    }
    return resource(account).require();
  }

  private NamespaceClaim claim(Instant now) {
    return new NamespaceClaim(installation, watched, Optional.of(now));
  }

  private Optional<NamespaceClaim> own(AwsAccount account) {
    return NamespaceClaim.on(account).stream()
        .filter(claim -> claim.installation().equals(installation))
        .findFirst();
  }

  private void warnOfNamespacesLeft(AwsAccount account) {
    own(account)
        .map(NamespaceClaim::namespaces)
        .filter(earlier -> !watched.covers(earlier))
        .ifPresent(
            earlier ->
                LOG.warnf(
                    "this installation watched %s before, and now %s, according to AwsAccount %s;"
                        + " objects that are left elsewhere are neither reconciled nor deleted until"
                        + " an installation watches their namespace",
                    earlier, watched, account.getMetadata().getName()));
  }

  /**
   * Writes the claim, unless the AwsAccount changed since it was read.
   *
   * @param claim null removes the annotation
   */
  private AwsAccount write(AwsAccount account, String claim) {
    Map<String, Object> annotations = new HashMap<>();
    annotations.put(installation.claimAnnotation(), claim);
    return resource(account)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(
                Map.of(
                    "metadata",
                    Map.of(
                        "resourceVersion",
                        account.getMetadata().getResourceVersion(),
                        "annotations",
                        annotations))));
  }

  private Resource<AwsAccount> resource(AwsAccount account) {
    return kubernetes.resources(AwsAccount.class).withName(account.getMetadata().getName());
  }
}
