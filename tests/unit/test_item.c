#include "snapshot/item.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct ch_item_list lists[2];
	struct ch_tokens *tokens;
};

static int set_up(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof(f));
	for (int i = 0; i < 2; i++) {
		f.lists[i].title = CH_STR("## T\n");
		f.lists[i].share = 500;
		f.lists[i].names_lead = CH_STR("- also ");
	}
	/* Bytes make prices plain to read. */
	if (ch_tokens_new(&f.tokens, CH_ENC_BYTES, NULL) < 0)
		return -1;
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ch_items_release(&f->lists[0]);
	ch_items_release(&f->lists[1]);
	ch_tokens_free(f->tokens);
	return 0;
}

static struct ch_item *add(
	struct ch_item_list *l, uint64_t weight, const char *a, const char *b)
{
	struct ch_item *item =
		ch_items_add(l, weight, CH_NO_HEADING, CH_STR("n"));

	ch_item_form(item, ch_str_z(a));
	if (b)
		ch_item_form(item, ch_str_z(b));
	return item;
}

static size_t spent(const struct fixture *f)
{
	return f->lists[0].spent + f->lists[1].spent;
}

static void without_a_limit_everything_is_in_full(void **state)
{
	struct fixture *f = *state;

	add(&f->lists[0], 1, "- first in full\n", "- first\n");
	add(&f->lists[1], 1, "- second\n", NULL);
	ch_items_choose(f->lists, 2, f->tokens, SIZE_MAX);
	assert_int_equal(f->lists[0].items[0].chosen, 0);
	assert_int_equal(f->lists[1].items[0].chosen, 0);
	assert_int_equal(spent(f), 5 + 16 + 5 + 9);
}

static void the_budget_is_never_passed(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 50; i++) {
		add(&f->lists[0], (uint64_t)(i % 7), "- some long line here\n",
			"- short\n");
		add(&f->lists[1], (uint64_t)(i % 5), "- another line\n", NULL);
	}
	for (size_t budget = 0; budget < 900; budget += 7) {
		ch_items_choose(f->lists, 2, f->tokens, budget);
		assert_true(spent(f) <= budget);
		ch_items_reset(&f->lists[0]);
		ch_items_reset(&f->lists[1]);
		assert_int_equal(spent(f), 0);
	}
}

static void an_item_that_does_not_fit_is_degraded_not_dropped(void **state)
{
	struct fixture *f = *state;

	add(&f->lists[0], 9, "- a line that is far too long\n", "- a\n");
	ch_items_choose(f->lists, 2, f->tokens, 5 + 4);
	assert_int_equal(f->lists[0].items[0].chosen, 1);
	assert_int_equal(f->lists[0].nleft, 0);
}

static void what_is_left_out_is_counted_with_its_price(void **state)
{
	struct fixture *f = *state;

	add(&f->lists[0], 9, "- a\n", NULL);
	add(&f->lists[0], 1, "- bbbbb\n", NULL);
	ch_items_choose(f->lists, 2, f->tokens, 5 + 4);
	assert_int_equal(f->lists[0].items[0].chosen, 0);
	assert_int_equal(f->lists[0].nleft, 1);
	assert_int_equal(f->lists[0].left_cost, 8);
}

static void a_share_that_is_not_used_flows_down(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 4; i++)
		add(&f->lists[1], 1, "- 56789\n", NULL);
	ch_items_choose(f->lists, 2, f->tokens, 5 + 4 * 8);
	assert_int_equal(f->lists[1].nleft, 0);
}

static void items_of_one_heading_stand_together_and_pay_once(void **state)
{
	struct fixture *f = *state;
	struct ch_item_list *l = &f->lists[0];
	uint32_t a = ch_items_heading(l, CH_STR("a:\n"));
	uint32_t b = ch_items_heading(l, CH_STR("b:\n"));

	assert_int_equal(ch_items_heading(l, CH_STR("a:\n")), a);
	ch_item_form(ch_items_add(l, 1, b, CH_STR("")), CH_STR("- 1\n"));
	ch_item_form(ch_items_add(l, 1, a, CH_STR("")), CH_STR("- 2\n"));
	ch_item_form(ch_items_add(l, 1, b, CH_STR("")), CH_STR("- 3\n"));
	ch_items_group(l);
	assert_true(ch_str_is(l->items[0].forms[0], "- 2\n"));
	assert_true(ch_str_is(l->items[1].forms[0], "- 1\n"));
	assert_true(ch_str_is(l->items[2].forms[0], "- 3\n"));
	ch_items_choose(f->lists, 2, f->tokens, SIZE_MAX);
	assert_int_equal(l->spent, 5 + 3 * 4 + 2 * 3);
}

static void heavier_items_are_taken_first(void **state)
{
	struct fixture *f = *state;

	add(&f->lists[0], 1, "- a\n", NULL);
	add(&f->lists[0], 5, "- b\n", NULL);
	ch_items_choose(f->lists, 2, f->tokens, 5 + 4);
	assert_int_equal(f->lists[0].items[0].chosen, CH_CHOSEN_NONE);
	assert_int_equal(f->lists[0].items[1].chosen, 0);
}

static void a_lean_form_is_tried_first_and_raised_at_last(void **state)
{
	struct fixture *f = *state;
	struct ch_item *a = add(&f->lists[0], 9, "- a in full\n", "- a\n");

	a->lead_form = 1;
	add(&f->lists[0], 1, "- b\n", NULL);
	f->lists[0].share = 1000;
	f->lists[1].share = 0;
	ch_items_choose(f->lists, 2, f->tokens, 5 + 4 + 4);
	assert_int_equal(f->lists[0].items[0].chosen, 1);
	assert_int_equal(f->lists[0].items[1].chosen, 0);
	ch_items_reset(&f->lists[0]);
	ch_items_choose(f->lists, 2, f->tokens, 5 + 12 + 4);
	assert_int_equal(f->lists[0].items[0].chosen, 0);
}

/* What a list leaves goes to the lists before it, then to its late items. */
static void late_items_wait_for_what_stands_before_them(void **state)
{
	struct fixture *f = *state;
	struct ch_item *late;

	add(&f->lists[0], 5, "- a\n", NULL);
	add(&f->lists[0], 1, "- b\n", NULL);
	late = add(&f->lists[1], 9, "- c\n", NULL);
	late->late = true;
	f->lists[0].share = 400;
	f->lists[1].share = 600;
	ch_items_choose(f->lists, 2, f->tokens, 5 + 4 + 4 + 5 + 3);
	assert_int_equal(f->lists[0].nleft, 0);
	assert_int_equal(f->lists[1].nleft, 1);
	ch_items_reset(&f->lists[0]);
	ch_items_reset(&f->lists[1]);
	ch_items_choose(f->lists, 2, f->tokens, 5 + 4 + 4 + 5 + 4);
	assert_int_equal(f->lists[1].nleft, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_a_limit_everything_is_in_full),
		TEST(the_budget_is_never_passed),
		TEST(an_item_that_does_not_fit_is_degraded_not_dropped),
		TEST(what_is_left_out_is_counted_with_its_price),
		TEST(a_share_that_is_not_used_flows_down),
		TEST(items_of_one_heading_stand_together_and_pay_once),
		TEST(heavier_items_are_taken_first),
		TEST(a_lean_form_is_tried_first_and_raised_at_last),
		TEST(late_items_wait_for_what_stands_before_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
