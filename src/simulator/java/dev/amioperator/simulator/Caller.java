package dev.amioperator.simulator;

import java.util.Objects;

/**
 * Caller of an AWS action, as AWS knows it from the signature.
 *
 * @param accountId the twelve-digit account
 * @param accessKeyId the key that signed the request
 * @param principalArn the user or the assumed role behind the key
 */
public record Caller(String accountId, String accessKeyId, String principalArn) {
  public Caller {
    Objects.requireNonNull(accountId, "accountId");
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(principalArn, "principalArn");
  }

  /** Administrator of an AWS account. */
  public static Caller of(String accountId) {
    return new Caller(
        accountId, "AKIASIMULATED" + accountId, "arn:aws:iam::" + accountId + ":user/admin");
  }
}
