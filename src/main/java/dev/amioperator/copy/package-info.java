/**
 * Reconciles the kind AmiCopy: an image, and its copies in other regions.
 *
 * <p>{@link dev.amioperator.copy.AmiCopyReconciler} resolves access and source, and reconciles each
 * region by {@link dev.amioperator.copy.RegionReconciler}: {@link
 * dev.amioperator.copy.CopyObserver} reads EC2, {@link dev.amioperator.copy.CopyPlanner} plans the
 * next step. {@link dev.amioperator.copy.RemovedRegionReconciler} clears the other regions. Depends
 * on {@code account} and the packages below it, never on another kind.
 *
 * <h2>Lost responses</h2>
 *
 * The response to CopyImage may be lost: the connection breaks, or the process ends before the
 * status is written. No copy is created twice for that, and none is lost:
 *
 * <ul>
 *   <li>Before the call the status records the copy's name; {@link
 *       dev.amioperator.copy.CreateCopyPlanner} plans no call that is not recorded.
 *   <li>{@link dev.amioperator.copy.IdempotentCopyRequest} derives the client token from all
 *       parameters of the call, so EC2 returns the same image to a repeated call. The image that
 *       failed or vanished before is part of the token: EC2 does not return it again.
 *   <li>The tags are set by the call itself, so {@link dev.amioperator.copy.CopyMatches} finds a
 *       copy by its owner and source when its id never arrived.
 *   <li>While EC2 does not list the tags yet, {@link dev.amioperator.copy.CopyObserver} finds the
 *       copy by its name ({@link dev.amioperator.copy.CopyName}), and the made-as tag ({@link
 *       dev.amioperator.ownership.MadeAsTag}) distinguishes it from an image that only inherited
 *       the tags.
 *   <li>A deletion reads the recorded name before the finalizer is removed ({@link
 *       dev.amioperator.copy.RemovedRegionReconciler}).
 * </ul>
 */
package dev.amioperator.copy;
