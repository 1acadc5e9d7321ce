package dev.amioperator.attributes.kms;

import java.util.List;

/** Somebody that an image is shared with, as a key policy may mean them. */
public sealed interface KeySharer {
  /** By the id of an account, or the ARN of an organization or unit. */
  static KeySharer of(String entity) {
    if (!entity.startsWith("arn:")) {
      return new Account(entity);
    }
    String[] path = entity.substring(entity.indexOf('/') + 1).split("/");
    return path.length == 1 ? new Organization(path[0]) : new Unit(path[0], path[1]);
  }

  /** Whether an account is meant. */
  Likelihood is(String accountId);

  /** Whether a member of one of these organizations is meant. */
  Likelihood inOrganization(List<String> organizationIds);

  /** Whether a member on one of these paths is meant, such as {@code o-1/r-1/ou-1/*}. */
  Likelihood onPath(List<String> paths);

  /** Whom a statement has to name so that they may use the key. */
  String principal(String partition);

  /** An account: which organization it is in is not known here. */
  record Account(String id) implements KeySharer {
    @Override
    public Likelihood is(String accountId) {
      return Likelihood.of(id.equals(accountId));
    }

    @Override
    public Likelihood inOrganization(List<String> organizationIds) {
      return Likelihood.PERHAPS;
    }

    @Override
    public Likelihood onPath(List<String> paths) {
      return Likelihood.PERHAPS;
    }

    @Override
    public String principal(String partition) {
      return "arn:%s:iam::%s:root".formatted(partition, id);
    }
  }

  /** All accounts of an organization: which they are is not known here. */
  record Organization(String id) implements KeySharer {
    @Override
    public Likelihood is(String accountId) {
      return Likelihood.PERHAPS;
    }

    @Override
    public Likelihood inOrganization(List<String> organizationIds) {
      return Likelihood.of(organizationIds.contains(id));
    }

    @Override
    public Likelihood onPath(List<String> paths) {
      if (paths.contains(id + "/*")) {
        return Likelihood.YES;
      }
      return paths.stream().anyMatch(path -> path.startsWith(id + "/"))
          ? Likelihood.PERHAPS
          : Likelihood.NO;
    }

    @Override
    public String principal(String partition) {
      return "\"*\" with the condition aws:PrincipalOrgID: " + id;
    }
  }

  /** All accounts of a unit of an organization. */
  record Unit(String organizationId, String id) implements KeySharer {
    @Override
    public Likelihood is(String accountId) {
      return Likelihood.PERHAPS;
    }

    @Override
    public Likelihood inOrganization(List<String> organizationIds) {
      return Likelihood.of(organizationIds.contains(organizationId));
    }

    @Override
    public Likelihood onPath(List<String> paths) {
      boolean named =
          paths.stream()
              .anyMatch(
                  path ->
                      path.equals(organizationId + "/*")
                          || (path.startsWith(organizationId + "/")
                              && path.contains("/" + id + "/")));
      return named ? Likelihood.YES : new Organization(organizationId).onPath(paths);
    }

    @Override
    public String principal(String partition) {
      return "\"*\" with the condition aws:PrincipalOrgPaths: %s/*/%s/*"
          .formatted(organizationId, id);
    }
  }
}
