/** The proof of non-use: one file for each place to look. Unknown always means in use. */
package dev.amioperator.usage;
