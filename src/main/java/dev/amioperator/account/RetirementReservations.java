package dev.amioperator.account;

import static java.util.Comparator.comparing;

import dev.amioperator.api.v1alpha1.AccountLimitsSpec;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Counts the images that all policies of an AWS account retire, in the status of an AwsAccount and
 * before they are retired. Every write replaces the state that was read, so that two policies never
 * take the same place.
 */
@ApplicationScoped
public class RetirementReservations {
  static final int DEFAULT_LIMIT = 100;

  private static final Logger LOG = Logger.getLogger(RetirementReservations.class);

  /** A conflict is rare: another policy, or a report on the account, wrote meanwhile. */
  private static final int ATTEMPTS = 3;

  private final KubernetesClient kubernetes;

  RetirementReservations(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  /**
   * Which images may be retired.
   *
   * @param limit the images of any 24 hours
   * @param account the AwsAccount that counts them
   */
  public record Granted(Set<String> imageIds, int limit, String account) {}

  /**
   * Counts images of an account as retired, as far as its limit allows.
   *
   * @param accounts all AwsAccounts of the account, at least one: the first by name counts for all
   * @param imageIds those that are due, the most urgent first; none begins the count if it is new
   * @return those that are counted; none if the status cannot be written
   */
  public Granted reserve(Collection<AwsAccount> accounts, List<String> imageIds, Instant now) {
    AwsAccount first =
        accounts.stream().min(comparing(account -> account.getMetadata().getName())).orElseThrow();
    int limit = accounts.stream().mapToInt(RetirementReservations::limit).min().orElseThrow();
    String name = first.getMetadata().getName();
    if (imageIds.isEmpty() && counting(first, now)) {
      return new Granted(Set.of(), limit, name);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<List<String>> granted = tryReserve(name, imageIds, limit, now);
      if (granted.isPresent()) {
        return new Granted(Set.copyOf(granted.get()), limit, name);
      }
    }
    return new Granted(Set.of(), limit, name);
  }

  /** Empty: the status was not written, so nothing is reserved. */
  private Optional<List<String>> tryReserve(
      String name, List<String> imageIds, int limit, Instant now) {
    try {
      AwsAccount account = kubernetes.resources(AwsAccount.class).withName(name).get();
      if (account == null || account.getStatus() == null) {
        return Optional.empty();
      }
      AwsAccountStatus status = account.getStatus();
      RetiredImages.Reservation reservation =
          RetiredImages.of(status.retired(), now).reserve(imageIds, limit, now);
      AwsAccountStatus.Retired recorded = reservation.record().entry();
      if (!recorded.equals(status.retired())) {
        account.setStatus(status.withRetired(recorded));
        kubernetes.resource(account).lockResourceVersion().updateStatus();
      }
      return Optional.of(reservation.granted());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warnf("AwsAccount %s: retired images cannot be counted: %s", name, e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static boolean counting(AwsAccount account, Instant now) {
    AwsAccountStatus.Retired retired =
        account.getStatus() == null ? null : account.getStatus().retired();
    return retired != null
        && RetiredImages.of(retired, now).since().toString().equals(retired.since());
  }

  private static int limit(AwsAccount account) {
    return Optional.ofNullable(account.getSpec())
        .map(AwsAccountSpec::limits)
        .map(AccountLimitsSpec::retiredImages)
        .orElse(DEFAULT_LIMIT);
  }
}
