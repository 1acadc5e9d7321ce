package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.CallerIdentity;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Role session and confirmed account id of each AwsAccount, by its name. Calls of an AwsAccount
 * that is unknown, or belongs to another account id than the object, are refused without AWS.
 */
public final class AccountSessions {
  /** The access key id of the operator's own credentials, which the SDK renews. */
  private static final String OWN = "";

  private final Supplier<StsClient> ownSts;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * @param ownSts the STS client with the operator's own credentials
   */
  public AccountSessions(Supplier<StsClient> ownSts, InstantSource clock, RandomGenerator random) {
    this.ownSts = ownSts;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Credentials of an AwsAccount, since the last change of its role.
   *
   * @param use differs between two uses of equal credentials: another AwsAccount of the name may
   *     have used others between them
   * @param identity as STS returned it for these credentials
   */
  private record Entry(
      Object use,
      Optional<RoleSession> session,
      Optional<CallerIdentity> identity,
      Optional<String> accountId) {
    private Entry(Optional<RoleSession> session) {
      this(new Object(), session, Optional.empty(), Optional.empty());
    }

    private Entry identifiedAs(CallerIdentity actual) {
      return new Entry(use, session, Optional.of(actual), accountId);
    }

    private Entry confirmed(CallerIdentity actual) {
      return new Entry(use, session, identity, Optional.of(actual.accountId()));
    }
  }

  /**
   * Sets the role of an AwsAccount; empty for the operator's own credentials.
   *
   * @return whether it changed
   */
  public boolean use(String account, Optional<AssumedRole> role) {
    Entry before = entries.get(account);
    if (before != null && before.session.map(RoleSession::role).equals(role)) {
      return false;
    }
    entries.put(account, new Entry(role.map(r -> new RoleSession(r, ownSts, clock, random))));
    return true;
  }

  /**
   * Allows EC2 calls of an AwsAccount in the account of an identity, until its role changes.
   *
   * @return whether its credentials are still those that were identified; otherwise nothing changes
   */
  public boolean confirm(String account, CallerIdentity identity) {
    Entry confirmed =
        entries.computeIfPresent(
            account,
            (name, entry) ->
                entry.identity.equals(Optional.of(identity)) ? entry.confirmed(identity) : entry);
    return confirmed != null && confirmed.accountId.equals(Optional.of(identity.accountId()));
  }

  /** Forgets an AwsAccount. */
  public void remove(String account) {
    entries.remove(account);
  }

  /**
   * The credentials of an AwsAccount's role; empty for the operator's own credentials.
   *
   * @throws Ec2CallException ACCOUNT_UNAVAILABLE: the AwsAccount is unknown
   */
  public Optional<AwsCredentialsProvider> credentials(String account) {
    return entry(account).session.map(Function.identity());
  }

  private Entry entry(String account) {
    Entry entry = entries.get(account);
    if (entry == null) {
      throw unverified(account);
    }
    return entry;
  }

  /**
   * Identifies the credentials of an AwsAccount, and assumes its role even if STS just refused it.
   * A session that STS rejects, as after its role was deleted and created again, is replaced.
   *
   * @param sts the STS client with the account's credentials
   * @throws Ec2CallException when STS refuses, or does not respond
   */
  public CallerIdentity identify(String account, Supplier<StsClient> sts) {
    Entry entry = entry(account);
    CallerIdentity identity = identify(account, entry.session, sts);
    entries.computeIfPresent(
        account, (name, now) -> now.use == entry.use ? now.identifiedAs(identity) : now);
    return identity;
  }

  private CallerIdentity identify(
      String account, Optional<RoleSession> session, Supplier<StsClient> sts) {
    session.ifPresent(RoleSession::forgetFailure);
    Optional<String> accessKeyId = session.map(s -> s.resolveCredentials().accessKeyId());
    try {
      return identify(sts);
    } catch (Ec2CallException rejected) {
      if (accessKeyId.isEmpty() || rejected.errorClass() != ErrorClass.DENIED) {
        throw rejected;
      }
    }
    expired(account, accessKeyId.get());
    session.get().resolveCredentials();
    return identify(sts);
  }

  private static CallerIdentity identify(Supplier<StsClient> sts) {
    GetCallerIdentityResponse response =
        ApiCaller.classified(
            AwsCall.sts("GetCallerIdentity", ""), () -> sts.get().getCallerIdentity());
    return new CallerIdentity(response.account(), response.arn());
  }

  /**
   * The access key id that the next call is signed with.
   *
   * @throws Ec2CallException ACCOUNT_UNAVAILABLE: there are no credentials for this account id
   */
  public String accessKeyId(AccountRegion region) {
    Entry entry = entries.get(region.account());
    if (entry == null || !entry.accountId.equals(Optional.of(region.accountId()))) {
      throw unverified(region.account());
    }
    try {
      return entry.session.map(s -> s.resolveCredentials().accessKeyId()).orElse(OWN);
    } catch (Ec2CallException refused) {
      throw new Ec2CallException(
          ErrorClass.ACCOUNT_UNAVAILABLE,
          refused.action(),
          refused.code(),
          "AwsAccount %s has no valid credentials".formatted(region.account()),
          refused);
    }
  }

  /**
   * Drops credentials that AWS answered are expired.
   *
   * @return whether a repeated call has other credentials
   */
  public boolean expired(String account, String accessKeyId) {
    Optional<RoleSession> session = session(account);
    session.ifPresent(s -> s.expired(accessKeyId));
    return session.isPresent();
  }

  private Optional<RoleSession> session(String account) {
    return Optional.ofNullable(entries.get(account)).flatMap(Entry::session);
  }

  private static Ec2CallException unverified(String account) {
    return new Ec2CallException(
        ErrorClass.ACCOUNT_UNAVAILABLE,
        "AssumeRole",
        ErrorClassifier.NO_CREDENTIALS,
        "the credentials of AwsAccount %s are not verified for the account id of this object"
            .formatted(account),
        null);
  }
}
