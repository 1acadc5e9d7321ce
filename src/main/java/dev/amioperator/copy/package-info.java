/**
 * The kind AmiCopy: one image, and its copies in other regions.
 *
 * <h2>Lost responses</h2>
 *
 * The answer to CopyImage may be lost: the connection breaks, or the process ends before the status
 * is written. No copy is made twice for that, and none is forgotten:
 *
 * <ul>
 *   <li>Before the call the status announces the copy's name; {@link
 *       dev.amioperator.copy.CreateCopyPlanner} plans no call that is not announced.
 *   <li>{@link dev.amioperator.copy.IdempotentCopyRequest} derives the client token from everything
 *       that the call says, so EC2 answers a repeated call with the same image. The image that
 *       failed or vanished before is part of the token: EC2 does not answer with it again.
 *   <li>The tags are set by the call itself, so {@link dev.amioperator.copy.CopyMatches} finds a
 *       copy whose id never arrived by its owner and source.
 *   <li>While EC2 does not list the tags yet, {@link dev.amioperator.copy.CopyObserver} finds the
 *       copy by its name ({@link dev.amioperator.copy.CopyName}), and the made-as tag ({@link
 *       dev.amioperator.ownership.MadeAs}) tells it from an image that only inherited the tags.
 *   <li>A deletion looks for the announced name before the finalizer comes off ({@link
 *       dev.amioperator.copy.RegionReconciler}).
 * </ul>
 */
package dev.amioperator.copy;
