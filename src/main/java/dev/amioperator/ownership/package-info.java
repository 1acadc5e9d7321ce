/** Whose an image or snapshot is: owner, tags, cluster id, snapshot ledger. */
package dev.amioperator.ownership;
