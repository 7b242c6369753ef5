/*
 * modeline.h - the language that a file names for an editor.
 *
 * In its first or last five lines, as Linguist reads them:
 *	-*- tcl -*-   -*- coding: utf-8; mode: tcl -*-	Emacs
 *	vim: ft=tcl   ex: set filetype=tcl :		Vim
 */
#ifndef CH_GITLAYER_MODELINE_H
#define CH_GITLAYER_MODELINE_H

#include "base/str.h"

/* A view into 'content': the name as it stands there; empty: none. */
struct ch_str ch_modeline(struct ch_str content);

#endif
